// Before the first paint, so that a chosen theme does not flash. A file of its own, not a bundle:
// a module would run too late, and an inline script would be refused by a strict CSP.
try {
  const theme = localStorage.getItem('leakproof:theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be closed to us; the system's theme serves.
}
