// Sets the theme before the page is drawn, so that a dark page doesn't flash.
{
  let theme = null;
  try {
    theme = localStorage.getItem('theme');
  } catch {
    // Without storage, the page has the system's theme.
  }
  if (theme === 'light' || theme === 'dark')
    document.documentElement.dataset.theme = theme;
}
