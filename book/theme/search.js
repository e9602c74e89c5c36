// Searches the code for a part of a line. On a page of code the results replace nothing; on a page
// of text they follow what mdBook finds in the text.
(() => {
    const root = new URL('.', document.currentScript.src);
    const ownField = document.getElementById('code-search');
    const field = ownField || document.getElementById('mdbook-searchbar');
    const anchor = ownField ? ownField.parentNode : document.getElementById('mdbook-searchresults-outer');
    if (!field || !anchor) return;
    field.hidden = false;
    const list = document.createElement('ul');
    list.id = 'code-results';
    list.hidden = true;
    anchor.after(list);
    const MOST = 50;

    // The lines are loaded when they are first needed.
    let loading = null;
    const load = () => loading ??= new Promise((done) => {
        const script = document.createElement('script');
        script.src = new URL('lines.js', root);
        script.onload = done;
        document.head.append(script);
    });

    const show = async () => {
        const wanted = field.value.trim();
        if (wanted.length < 2) { list.hidden = true; return; }
        await load();
        if (field.value.trim() !== wanted) return; // typed on meanwhile
        const found = [];
        // A capital letter asks for the same case.
        const ignoresCase = wanted === wanted.toLowerCase();
        const matches = (line) => (ignoresCase ? line.toLowerCase() : line).includes(wanted);
        for (const [path, text] of window.codeLines) {
            text.split('\n').forEach((line, at) => {
                if (matches(line)) found.push([path, at + 1, line]);
            });
        }
        const items = found.slice(0, MOST).map(([path, number, line]) => {
            const item = document.createElement('li');
            const link = document.createElement('a');
            link.href = new URL(`${path}.html#L${number}`, root);
            link.target = 'code';
            link.textContent = `${path}:${number}`;
            if (ownField) link.addEventListener('click', () => { list.hidden = true; });
            item.append(link, ' ' + line);
            return item;
        });
        const head = document.createElement('li');
        const more = found.length > MOST ? `, the first ${MOST}` : '';
        head.textContent = `${found.length} lines of code${more}`;
        list.replaceChildren(head, ...items);
        list.hidden = false;
    };
    field.addEventListener('input', show);
    field.addEventListener('focus', load);
    field.addEventListener('keydown', (event) => { if (event.key === 'Escape') list.hidden = true; });
})();
