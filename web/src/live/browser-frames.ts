/** Runs with the next frame. A hidden tab gets no frames: there it runs at once, without painting. */
export function browserFrames(commit: () => void): void {
  if (document.hidden) {
    commit();
    return;
  }
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    document.removeEventListener('visibilitychange', once);
    commit();
  };
  // A tab that is hidden before its frame comes would otherwise keep the words until it is shown again.
  document.addEventListener('visibilitychange', once);
  requestAnimationFrame(once);
}
