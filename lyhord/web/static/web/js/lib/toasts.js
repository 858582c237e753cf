/** Shows a message at the bottom of the page: {text, tone, undo}; `undo` is an address to POST to. */
export function toast({ text, tone = "ok", undo = "" }) {
  const kind = undo ? "undo" : tone === "danger" ? "danger" : "ok"
  const template = document.getElementById(`toast-${kind}`)
  const shown = template.content.firstElementChild.cloneNode(true)
  shown.querySelector("span").textContent = text
  shown.querySelector("[data-undo]")?.setAttribute("hx-post", undo)
  document.getElementById("toasts").append(shown)
  window.htmx?.process(shown)
  return shown
}
