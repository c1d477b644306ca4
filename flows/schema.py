"""The published schema of the file format: editors draw their forms from it, and others write flows by it."""

from pydantic.json_schema import JsonSchemaValue

from flows.files import FlowFile


def document() -> JsonSchemaValue:
    """JSON Schema (draft 2020-12). `format` of a string tells what it is for: expression, template, variable, flow,
    line, topic, secret, process. `shown_if` names the field, and its values, without which another means nothing.
    """
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **FlowFile.model_json_schema()}
