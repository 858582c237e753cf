/** Shows colleagues' presence wherever they stand: [data-agent="12"] with a .avatar-state or [data-presence-words] inside. */
import { word } from "./lib/words.js"

document.addEventListener("live:presence", (event) => {
  const { agent, presence } = event.detail
  for (const place of document.querySelectorAll(`[data-agent="${agent}"]`)) {
    for (const mark of place.querySelectorAll(".avatar-state, .presence-mark[data-own]")) mark.dataset.presence = presence
    for (const words of place.querySelectorAll("[data-presence-words]")) words.textContent = word(`presence.${presence}`)
  }
})
