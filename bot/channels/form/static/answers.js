/* Before the chat starts: be the visitor whose secret the address carries, and open the chat once it is there. */
(() => {
  const secret = location.hash.slice(1);
  if (/^[A-Za-z0-9_-]{43}$/.test(secret)) {
    const shelf = window.localStorage;
    if (shelf.getItem("helpline:visitor") !== secret) {
      // What was seen and sent was another visitor's.
      Object.keys(shelf).filter((key) => key.startsWith("helpline:")).forEach((key) => shelf.removeItem(key));
      shelf.setItem("helpline:visitor", secret);
    }
  }
  const opening = setInterval(() => {
    const button = document.querySelector("helpline-chat")?.shadowRoot?.querySelector("button");
    if (!button) return;
    clearInterval(opening);
    button.click();
  }, 100);
})();
