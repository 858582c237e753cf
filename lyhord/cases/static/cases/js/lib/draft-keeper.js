/**
 * Keeps what is typed: in the browser at once, on the server a moment later. The server's version guards against another
 * window; where both have text, the agent sees both and chooses.
 */
const CALM_MS = 700
const RETRY_MS = 5_000

export class DraftKeeper {
  #timer
  #saving = false
  #again = false
  #paused = false

  constructor({ composer, panel, editor }) {
    Object.assign(this, { composer, panel, editor })
    this.key = `lyhord-draft:${composer.dataset.agent}:${composer.dataset.case}:${this.kind}`
    editor.addEventListener("trix-initialize", () => this.#restore())
    if (editor.editor) this.#restore()
    addEventListener("pagehide", this.#flush)
    panel.addEventListener("htmx:afterSwap", () => this.#readVersion())
  }

  get kind() { return this.panel.dataset.kind }
  get html() { return this.panel.querySelector("[name=html]").value }
  get hasText() { return this.editor.textContent.trim() !== "" }

  stop() {
    this.#flush()
    removeEventListener("pagehide", this.#flush)
  }

  pause() { this.#paused = true; clearTimeout(this.#timer) }
  resume() { this.#paused = false; this.touched() }

  forget() {
    clearTimeout(this.#timer)
    this.#paused = true
    localStorage.removeItem(this.key)
  }

  touched() {
    if (this.#paused) return
    this.#remember()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#save(), CALM_MS)
    this.composer.dispatchEvent(new CustomEvent("composer-typed", { bubbles: true }))
  }

  /** A file was attached or taken away: the draft may have been made by it. */
  #readVersion() {
    const told = Number(this.panel.querySelector("[data-draft-version]")?.value)
    if (told > Number(this.panel.dataset.draft)) this.panel.dataset.draft = told
  }

  #remember() {
    const kept = { html: this.html, version: this.panel.dataset.draft, at: Date.now() }
    try { localStorage.setItem(this.key, JSON.stringify(kept)) } catch { /* a full or closed store: the server keeps it */ }
  }

  #restore() {
    const told = this.html
    this.editor.addEventListener("trix-change", () => { if (this.html !== told || this.#timer) this.touched() })
    const kept = JSON.parse(localStorage.getItem(this.key) ?? "null")
    if (!kept || kept.html === told) return
    if (kept.version === this.panel.dataset.draft || !told) {
      this.editor.editor.loadHTML(kept.html)
      this.touched()
    } else this.#offer(kept.html, told)
  }

  #say(word) { this.composer.querySelector("[data-saved]").textContent = word }

  #form() {
    const form = new FormData(this.panel)
    form.set("version", this.panel.dataset.draft)
    return form
  }

  async #save() {
    if (this.#paused) return
    if (this.#saving) { this.#again = true; return }
    this.#saving = true
    const sent = this.html
    this.#say(this.composer.dataset.wordsSaving)
    const answer = await fetch(this.panel.dataset.save, { method: "POST", body: this.#form() }).catch(() => null)
    this.#saving = false
    if (this.#paused) return
    await this.#taken(answer, sent)
    if (this.#again) { this.#again = false; this.#save() }
  }

  async #taken(answer, sent) {
    if (answer?.ok && !answer.redirected) {
      this.panel.dataset.draft = (await answer.json()).version
      if (this.html === sent) localStorage.removeItem(this.key)
      else this.#remember()
      this.#say(this.composer.dataset.wordsSaved)
    } else if (answer?.status === 409) {
      const theirs = await answer.json()
      this.panel.dataset.draft = theirs.version
      if (theirs.html === this.html) this.#save()
      else this.#offer(this.html, theirs.html)
    } else {
      this.#say(this.composer.dataset.wordsUnsaved)
      this.#timer = setTimeout(() => this.#save(), RETRY_MS)
    }
  }

  #offer(mine, theirs) {
    const { wordsConflict, wordsTheirs, wordsMine } = this.composer.dataset
    const template = document.createElement("template")
    template.innerHTML = '<div class="banner draft-conflict" data-tone="warn" role="alert"><div><strong></strong><blockquote class="prose"></blockquote><p class="row"><button class="button" data-size="sm" type="button"></button><button class="button" data-size="sm" type="button"></button></p></div></div>'
    const [take, keep] = template.content.querySelectorAll("button")
    template.content.querySelector("strong").textContent = wordsConflict
    template.content.querySelector("blockquote").textContent = new DOMParser().parseFromString(theirs, "text/html").body.innerText
    take.textContent = wordsTheirs
    keep.textContent = wordsMine
    take.addEventListener("click", () => this.#settle(theirs))
    keep.addEventListener("click", () => this.#settle(mine))
    this.panel.querySelector("[data-notice]").replaceChildren(template.content)
  }

  #settle(html) {
    this.panel.querySelector("[data-notice]").replaceChildren()
    this.editor.editor.loadHTML(html)
    this.editor.focus()
    this.touched()
  }

  #flush = () => {
    if (this.#paused || !this.#timer || localStorage.getItem(this.key) === null) return
    clearTimeout(this.#timer)
    navigator.sendBeacon(this.panel.dataset.save, this.#form())
  }
}
