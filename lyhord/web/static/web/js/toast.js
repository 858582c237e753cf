/**
 * A message that leaves by itself after `seconds`, but not while it is pointed at or has focus:
 *   <ly-toast class="toast" seconds="10"><span>Svaret är skickat</span><button data-undo hx-post="…">Ångra</button></ly-toast>
 * The server asks for one with the header `HX-Trigger: {"toast": {"text": "…", "undo": "/…/"}}`.
 */
import { toast } from "./lib/toasts.js"
import { isWriting, nameOf } from "./lib/keys.js"

class Toast extends HTMLElement {
  #timer

  connectedCallback() {
    this.addEventListener("pointerenter", () => this.#stay())
    this.addEventListener("pointerleave", () => this.#leaveLater())
    this.addEventListener("focusin", () => this.#stay())
    this.addEventListener("focusout", () => this.#leaveLater())
    this.addEventListener("click", (event) => event.target.closest("[data-dismiss]") && this.remove())
    this.addEventListener("htmx:afterRequest", (event) => event.detail.successful && this.remove())
    this.#leaveLater()
  }

  disconnectedCallback() { this.#stay() }

  #stay() { clearTimeout(this.#timer) }

  #leaveLater() {
    this.#stay()
    const seconds = Number(this.getAttribute("seconds") ?? 10)
    if (seconds > 0) this.#timer = setTimeout(() => this.remove(), seconds * 1000)
  }
}

customElements.define("ly-toast", Toast)

document.addEventListener("toast", (event) => toast(event.detail))

document.addEventListener("keydown", (event) => {
  if (nameOf(event) !== "mod+z" || isWriting(event.target)) return
  const undo = [...document.querySelectorAll("#toasts [data-undo]")].at(-1)
  if (!undo) return
  event.preventDefault()
  undo.click()
})
