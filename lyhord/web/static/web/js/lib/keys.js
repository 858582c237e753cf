/** Whether the user is writing, so that single keys belong to the text. */
export const isWriting = (target) =>
  target instanceof Element && target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true], trix-editor") !== null

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

/** The key as shortcuts name it: "r", "?", "mod+k", "alt+enter". Shift is part of the character itself. */
export function nameOf(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase().replace("arrow", "")
  const mod = event.metaKey || event.ctrlKey ? "mod+" : ""
  return mod + (event.altKey ? "alt+" : "") + key
}
