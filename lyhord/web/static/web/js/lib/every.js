/** Calls `tick` now and every `ms` while the page is seen; returns the way to stop it. */
export function every(ms, tick) {
  const run = () => document.hidden || tick()
  const timer = setInterval(run, ms)
  document.addEventListener("visibilitychange", run)
  tick()
  return () => {
    clearInterval(timer)
    document.removeEventListener("visibilitychange", run)
  }
}
