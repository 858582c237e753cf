/** Files by button, drag and paste: each is sent to the draft at once and shown under the text. */
export function attachTo(panel, editor, keeper) {
  panel.querySelector("[data-attach]").addEventListener("change", (event) => {
    send(panel, [...event.target.files], keeper)
    event.target.value = ""
  })
  editor.addEventListener("trix-file-accept", (event) => {
    event.preventDefault()
    send(panel, [event.file], keeper)
  })
  panel.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault())
  panel.addEventListener("drop", (event) => {
    if (event.defaultPrevented || !event.dataTransfer.files.length) return
    event.preventDefault()
    send(panel, [...event.dataTransfer.files], keeper)
  })
}

let queue = Promise.resolve()

function send(panel, files, keeper) {
  if (!files.length) return
  const body = new FormData()
  for (const file of files) body.append("files", file)
  body.append("csrfmiddlewaretoken", panel.querySelector("[name=csrfmiddlewaretoken]").value)
  queue = queue.then(() => upload(panel, body, keeper))
}

async function upload(panel, body, keeper) {
  panel.setAttribute("aria-busy", "true")
  const answer = await fetch(panel.dataset.filesTo, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null)
  panel.removeAttribute("aria-busy")
  if (!answer?.ok) {
    const said = answer?.headers.get("X-Reason")
    document.dispatchEvent(new CustomEvent("toast", { detail: { tone: "danger", text: said ? decodeURIComponent(said) : panel.closest("ly-composer").dataset.wordsUnsaved } }))
    return
  }
  const template = document.createElement("template")
  template.innerHTML = await answer.text()
  const shown = template.content.querySelector("[data-files]")
  panel.querySelector("[data-files]").replaceWith(shown)
  window.htmx.process(shown)
  const version = Number(shown.querySelector("[data-draft-version]").value)
  if (version > Number(panel.dataset.draft)) panel.dataset.draft = version
  if (keeper.hasText) keeper.touched()
}
