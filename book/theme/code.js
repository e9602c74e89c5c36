// Follows the theme that is chosen in the text.
function followTheme() {
    let theme = null;
    try { theme = localStorage.getItem('mdbook-theme'); } catch { /* not allowed: as the system */ }
    const classes = document.documentElement.classList;
    classes.toggle('light', ['light', 'rust'].includes(theme));
    classes.toggle('dark', ['coal', 'navy', 'ayu'].includes(theme));
}
followTheme();
window.addEventListener('storage', followTheme);
