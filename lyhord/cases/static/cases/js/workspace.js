/**
 * The desk: a list beside the open case. A click on a row swaps the panes of the case and leaves the list as it stands;
 * Back returns, and each address works by itself.
 *   <ly-workspace data-pane="list|case" data-list="/inbox/mine/"> .pane-list, #conversation, #customer </ly-workspace>
 */
class Workspace extends HTMLElement {
  connectedCallback() {
    history.replaceState({ desk: true, ...history.state, htmx: undefined }, "")
    this.addEventListener("click", this.#clicked)
    addEventListener("popstate", this.#returned)
    document.addEventListener("case-touched", this.#refresh)
    document.addEventListener("case-stale", this.#refresh)
    document.addEventListener("live:case.changed", this.#changed)
    document.addEventListener("live:resync", this.#resync)
  }

  disconnectedCallback() {
    removeEventListener("popstate", this.#returned)
    document.removeEventListener("case-touched", this.#refresh)
    document.removeEventListener("case-stale", this.#refresh)
    document.removeEventListener("live:case.changed", this.#changed)
    document.removeEventListener("live:resync", this.#resync)
  }

  get openCase() { return this.querySelector("#conversation[data-case]")?.dataset.case }

  #clicked = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return
    const row = event.target.closest("a.case-row")
    const back = event.target.closest("a[data-back]")
    if (row) {
      event.preventDefault()
      this.open(row.getAttribute("href"), { push: row.pathname !== location.pathname || location.hash !== "" })
    } else if (back) {
      event.preventDefault()
      this.#showList()
    }
  }

  async open(address, { push = true } = {}) {
    if (push) history.pushState({ desk: true }, "", address)
    this.#mark(address)
    this.dataset.pane = "case"
    this.querySelector("#conversation").setAttribute("aria-busy", "true")
    this.dispatchEvent(new CustomEvent("case-left", { bubbles: true }))
    await window.htmx.ajax("GET", address, { target: "#conversation", swap: "outerHTML", source: this })
    const conversation = this.querySelector("#conversation")
    document.title = `${conversation.dataset.title ?? ""} – Lyhörd`
    if (matchMedia("(max-width: 46rem)").matches) conversation.querySelector("h1")?.focus({ preventScroll: true })
  }

  #mark(address) {
    const { pathname } = new URL(address, location.href)
    for (const row of this.querySelectorAll("a.case-row")) {
      if (row.pathname === pathname) {
        row.setAttribute("aria-current", "true")
        delete row.dataset.unread
        row.scrollIntoView({ block: "nearest" })
      } else {
        row.removeAttribute("aria-current")
        if (row.closest("li").dataset.gone !== undefined) row.closest("li").remove()
      }
    }
  }

  #showList() {
    if (this.dataset.list === location.pathname) return
    history.pushState({ desk: true }, "", this.dataset.list)
    this.#leaveCase()
  }

  #leaveCase() {
    this.dataset.pane = "list"
    const current = this.querySelector("a.case-row[aria-current]")
    current?.focus({ preventScroll: true })
  }

  #returned = () => {
    const { pathname, search } = location
    if (!pathname.startsWith("/cases/")) {
      if (pathname === this.dataset.list) this.#leaveCase()
      else location.reload()
      return
    }
    const shown = this.openCase
    if (shown && pathname === `/cases/${shown}/`) this.dataset.pane = "case"
    else this.open(pathname + search, { push: false })
  }

  #changed = ({ detail }) => {
    const shown = Number(this.querySelector("#case-header")?.dataset.version ?? 0)
    if (detail.case === this.openCase && detail.version > shown) this.#refresh()
  }

  #refresh = () => {
    const header = this.querySelector("#case-header")
    if (!header || header.querySelector(":popover-open, dialog[open]")) return
    window.htmx.trigger(header, "case-refresh")
  }

  #resync = () => this.#refresh()
}

customElements.define("ly-workspace", Workspace)

// A menu closes when something was chosen in it, a dialog when its form was accepted.
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful } = event.detail
  if (!successful) return
  if (elt.closest?.("#case-header .menu[popover]")) elt.closest(".menu").hidePopover?.()
  if (elt.matches?.("form[data-closes-after]")) elt.closest("dialog")?.close()
})
