/**
 * Where one writes: reply or note. Ctrl+Enter sends, Esc leaves the text, / in an empty reply opens canned replies.
 * What is typed is kept by the server as one types, and by the browser until the server has said so.
 */
import { DraftKeeper } from "./lib/draft-keeper.js"
import { MentionMenu } from "./lib/mention-menu.js"
import { CannedMenu } from "./lib/canned-menu.js"
import { attachTo } from "./lib/draft-files.js"

const READ_MS = 3_000

class Composer extends HTMLElement {
  #keepers = []

  connectedCallback() {
    for (const panel of this.querySelectorAll("form[data-kind]")) this.#prepare(panel)
    this.addEventListener("click", this.#clicked)
    this.addEventListener("keydown", this.#pressed)
    this.addEventListener("htmx:confirm", this.#written)
    this.addEventListener("htmx:beforeSwap", this.#hindered)
    this.addEventListener("htmx:beforeRequest", this.#sending)
    this.addEventListener("htmx:afterRequest", this.#settled)
    document.addEventListener("live:case.changed", this.#meanwhile)
    document.addEventListener("reply-withdrawn", this.#withdrawn)
    this.addEventListener("input", (event) => event.target.matches("[name=to], [name=cc], [name=bcc]") && this.#readdressed())
    this.addEventListener("change", (event) => event.target.matches("[name=quotes]") && this.#keepers[0].touched())
  }

  disconnectedCallback() {
    for (const keeper of this.#keepers) keeper.stop()
    document.removeEventListener("live:case.changed", this.#meanwhile)
    document.removeEventListener("reply-withdrawn", this.#withdrawn)
  }

  get panel() { return this.querySelector("form[data-kind]:not([hidden])") }
  get version() { return this.querySelector("input[name=version]") }

  #prepare(panel) {
    const editor = panel.querySelector("trix-editor")
    const keeper = new DraftKeeper({ composer: this, panel, editor })
    this.#keepers.push(keeper)
    if (panel.dataset.kind === "note") new MentionMenu(panel, editor)
    else new CannedMenu(panel, editor)
    attachTo(panel, editor, keeper)
  }

  #clicked = (event) => {
    const target = event.target.closest("[data-mode-of], [data-format], [data-reply-all], [data-send-anyway], [data-send-later]")
    if (!target) return
    if (target.dataset.modeOf) this.#show(target.dataset.modeOf)
    else if ("format" in target.dataset) this.#format(target)
    else if (target.dataset.replyAll) this.#replyAll(target)
    else if ("sendLater" in target.dataset) target.value = this.querySelector("[data-send-at]").value
    else this.#sendAnyway(target)
  }

  #show(mode) {
    this.dataset.mode = mode
    for (const tab of this.querySelectorAll("[data-mode-of]")) tab.setAttribute("aria-selected", String(tab.dataset.modeOf === mode))
    for (const panel of this.querySelectorAll("form[data-kind]")) panel.hidden = panel.dataset.kind !== mode
    if (getComputedStyle(this).display === "none") location.hash = "reply"
    this.panel.querySelector("trix-editor").focus()
  }

  #format(button) {
    const bar = document.getElementById(button.getAttribute("aria-controls"))
    bar.hidden = !bar.hidden
    button.setAttribute("aria-pressed", String(!bar.hidden))
  }

  #replyAll(button) {
    const copy = this.querySelector("[name=cc]")
    copy.value = button.dataset.replyAll
    copy.dispatchEvent(new Event("input", { bubbles: true }))
    button.hidden = true
  }

  #readdressed() {
    const written = ["to", "cc"].map((name) => this.querySelector(`[name=${name}]`).value).filter(Boolean)
    this.querySelector("[data-recipients]").textContent = written.join(", ")
    this.#keepers[0].touched()
  }

  #pressed = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      this.panel.requestSubmit(this.panel.querySelector("[data-send]"))
    } else if (event.key === "Escape" && event.target.matches("trix-editor") && !this.querySelector(":popover-open")) {
      event.target.blur()
      document.querySelector("#conversation .pane-scroll")?.focus({ preventScroll: true })
    } else if (["ArrowLeft", "ArrowRight"].includes(event.key) && event.target.matches("[role=tab]")) {
      const other = [...this.querySelectorAll("[role=tab]")].find((tab) => tab !== event.target)
      other?.click()
      other?.focus()
    }
  }

  /** The editor writes its field a frame after the key: what is sent waits for the last letters. */
  #written = (event) => {
    if (!event.target.matches("form[data-kind]")) return
    event.preventDefault()
    afterRendering().then(() => event.detail.issueRequest(true))
  }

  #sending = (event) => {
    if (!event.target.matches("form[data-kind]")) return
    for (const keeper of this.#keepers) keeper.pause()
    event.target.querySelector("[data-send]").setAttribute("aria-busy", "true")
    event.target.querySelector("[data-notice]").replaceChildren()
    for (const menu of this.querySelectorAll(":popover-open")) menu.hidePopover()
  }

  #settled = (event) => {
    if (!event.target.matches("form[data-kind]")) return
    event.target.querySelector("[data-send]")?.removeAttribute("aria-busy")
    if (event.detail.successful) {
      this.#keepers.find((keeper) => keeper.kind === event.target.dataset.kind)?.forget()
      this.dispatchEvent(new CustomEvent("composer-rested", { bubbles: true }))
      if (location.hash === "#reply") history.back()
    } else for (const keeper of this.#keepers) keeper.resume()
  }

  /** What hinders the sending is told above the text, which stays. */
  #hindered = (event) => {
    const { xhr, requestConfig } = event.detail
    if (![409, 422].includes(xhr.status) || !requestConfig?.elt?.matches?.("form[data-kind]")) return
    event.detail.shouldSwap = true
    event.detail.isError = false
    event.detail.target = requestConfig.elt.querySelector("[data-notice]")
    event.detail.swapOverride = "innerHTML"
  }

  #sendAnyway(button) {
    this.version.value = button.closest("[data-hindered]").dataset.version
    const panel = button.closest("form")
    panel.requestSubmit(panel.querySelector("[data-send]"))
  }

  /** A change by others: harmless ones raise the version that the answer builds on, new words are told first. */
  #meanwhile = ({ detail }) => {
    if (detail.case !== this.dataset.number || !this.version) return
    const isMine = String(detail.by) === this.dataset.agent
    const hasWords = ["message", "reply", "note"].includes(detail.what)
    if (isMine || !hasWords || !this.#keepers.some((keeper) => keeper.hasText)) {
      this.version.value = Math.max(Number(this.version.value), detail.version)
      return
    }
    this.#tell(detail.what === "message" ? this.dataset.wordsMeanwhile : this.dataset.wordsMeanwhileColleague)
    setTimeout(() => { this.version.value = Math.max(Number(this.version.value), detail.version) }, READ_MS)
  }

  #tell(text) {
    const banner = document.createElement("p")
    banner.className = "banner"
    banner.dataset.tone = "warn"
    banner.textContent = text
    this.panel.querySelector("[data-notice]").replaceChildren(banner)
  }

  #withdrawn = ({ detail }) => {
    if (detail.case !== this.dataset.number) {
      location.assign(`/cases/${detail.case}/#reply`)
      return
    }
    for (const keeper of this.#keepers) keeper.forget()
    window.htmx.ajax("GET", this.dataset.reload, { target: "#reply", swap: "outerHTML" })
      .then(() => document.querySelector("#reply trix-editor")?.focus())
  }
}

const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); setTimeout(resolve, 100) })
const afterRendering = () => frame().then(frame)

customElements.define("ly-composer", Composer)

// A link to the reply opens it on a narrow screen; the cursor stands in it then.
addEventListener("hashchange", () => {
  if (location.hash === "#reply") document.querySelector("#reply form:not([hidden]) trix-editor")?.focus()
})
