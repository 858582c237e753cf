/**
 * Keys that press what is on the page: any element with data-keys="r" (or "g m", "mod+k") is clicked, a field focused.
 * Single keys rest while one writes, in dialogs, and for agents who turned them off (<body data-shortcuts="off">).
 */
import { isMac, isWriting, nameOf } from "./lib/keys.js"

const SEQUENCE_MS = 1_200
let pending = ""
let timer

function isUsable(element) {
  return !element.matches(":disabled, [aria-disabled=true]") && !element.closest("[inert]")
}

function find(keys) {
  const open = document.querySelector("dialog[open]")
  const matches = document.querySelectorAll(`[data-keys~="${CSS.escape(keys.replace(" ", "_"))}"]`)
  return [...matches].find((each) => isUsable(each) && (!open || open.contains(each)))
}

function press(element) {
  if (element.matches("input:not([type=checkbox], [type=radio]), textarea, trix-editor")) element.focus()
  else element.click()
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return
  const key = nameOf(event)
  const isPlain = !key.startsWith("mod+") && !key.startsWith("alt+")
  if (isPlain && (isWriting(event.target) || document.body.dataset.shortcuts === "off")) return
  const element = find(pending ? `${pending} ${key}` : key) ?? find(key)
  clearTimeout(timer)
  pending = ""
  if (element) {
    event.preventDefault()
    press(element)
  } else if (isPlain && key.length === 1) {
    pending = key
    timer = setTimeout(() => { pending = "" }, SEQUENCE_MS)
  }
})

if (isMac) for (const mark of document.querySelectorAll("kbd[data-mod]")) mark.textContent = mark.textContent.replace("Ctrl", "⌘")
