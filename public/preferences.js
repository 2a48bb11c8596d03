// Before the first paint, so that a chosen theme does not flash and the panes stand at once where
// they were left. A file of its own, not a bundle: a module would run too late, and an inline script
// would be refused by a strict CSP.
try {
  const theme = localStorage.getItem('leakproof:theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  // What a pane may have at most and at least is for the style sheet to say, which knows the window.
  for (const pane of ['prose', 'results']) {
    const share = Number(localStorage.getItem(`leakproof:share-${pane}`));
    if (share > 0 && share < 100)
      document.documentElement.style.setProperty(`--${pane}-share`, `${share}%`);
  }
} catch {
  // Storage may be closed to us; the system's theme serves, and the panes as they are drawn.
}
