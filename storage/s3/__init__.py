"""Files in a store that speaks S3: Amazon's, or one's own."""
