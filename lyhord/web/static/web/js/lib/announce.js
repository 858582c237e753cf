/** Tells a screen reader what changed, without moving focus. */
export function announce(text) {
  const region = document.getElementById("announcements")
  if (!region) return
  region.textContent = ""
  requestAnimationFrame(() => { region.textContent = text })
}
