/** Says what happened when a request of htmx fails; what was typed stays on the page. */
import { toast } from "./lib/toasts.js"
import { word } from "./lib/words.js"

const REASONS = { 401: "signedOut", 403: "notPermitted", 404: "gone", 409: "changedByOther", 413: "tooLarge", 429: "tooMany" }

document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail
  const said = xhr.getResponseHeader("X-Reason")
  toast({ tone: "danger", text: said ? decodeURIComponent(said) : word(REASONS[xhr.status] ?? "failed") })
})

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => toast({ tone: "danger", text: word("unreachable") }))
}
