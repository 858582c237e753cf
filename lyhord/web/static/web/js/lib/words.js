/** The few words that modules write themselves, in the page's language (the JSON block `words` of base.html). */
const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}")

export const word = (key, value = "") => (words[key] ?? key).replace("%s", value)

/** 134 minutes → "2 h 14 min"; longer than two days → "3 d 2 h". Spaces do not break. */
export function inMinutes(minutes) {
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor((minutes % 1440) / 60)
  const parts = days > 1
    ? [[days, "d"], [hours, "h"]]
    : [[Math.floor(minutes / 60), "h"], [minutes % 60, "min"]]
  const shown = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount}\u00a0${word(unit)}`)
  return shown.join("\u00a0") || `0\u00a0${word("min")}`
}
