/* One script tag in a company's page puts the form there.

   The form is a frame, so that nothing of the page's style or scripts reaches what customers write. It tells its height;
   where it cannot be shown, there is a link to it instead. */
(() => {
  const titles = { en: "Write to us", ru: "Напишите нам", pl: "Napisz do nas", el: "Γράψτε μας" };
  const patience = 8000;
  const script = document.currentScript;
  const { origin } = new URL(script.src);
  const asked = (script.dataset.language ?? document.documentElement.lang).slice(0, 2).toLowerCase();
  const language = asked in titles ? asked : "";
  const address = `${origin}/form${language && `?lang=${language}`}`;

  const frame = document.createElement("iframe");
  frame.src = address;
  frame.title = script.dataset.title ?? titles[language || "en"];
  frame.style.cssText = "display: block; width: 100%; height: 760px; border: 0;";
  const place = script.dataset.into ? document.querySelector(script.dataset.into) : null;
  if (place) place.append(frame);
  else script.after(frame);

  const givesUp = setTimeout(() => {
    const link = document.createElement("a");
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = frame.title;
    frame.replaceWith(link);
  }, patience);

  let pages = 0;
  addEventListener("message", ({ source, origin: from, data }) => {
    if (source !== frame.contentWindow || from !== origin) return;
    const height = data?.helplineForm?.height;
    if (!Number.isInteger(height) || height < 1) return;
    clearTimeout(givesUp);
    frame.style.height = `${Math.min(height, 5000)}px`;
  });
  frame.addEventListener("load", () => {
    pages += 1;
    // After "Send", which is far down, what is said about it would be above the screen.
    if (pages > 1 && frame.getBoundingClientRect().top < 0) frame.scrollIntoView({ block: "start" });
  });
})();
