// What explore and review can't do without a script, in the page that shows them. It sends nothing anywhere and reads
// nothing but the widgets that carry .standpoints-live; what it has to say goes to Python through a hidden field.
(() => {
  if (window.standpointsIsHere) return;
  window.standpointsIsHere = true;
  const live = (node) => (node instanceof Element ? node : node?.parentElement)?.closest?.(".standpoints-live");
  const ARROWS = /^(Arrow|Home$|End$|Page|Tab$| $|a$)/;
  let told = 0;

  function tell(root, message) {
    const field = root.querySelector(".sp-reach input");
    if (!field) return;
    field.value = JSON.stringify({ ...message, told: ++told });
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // JupyterLab's own keys are not for who is in a list or on a button of ours: there "d d" would delete the cell, and
  // the arrow keys would leave it. This runs before JupyterLab looks; keys with Ctrl, and Escape, stay JupyterLab's.
  window.addEventListener("keydown", (event) => {
    const target = event.target;
    if (!(target instanceof Element) || !live(target)) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== "Escape";
    if (plain || ARROWS.test(event.key)) target.setAttribute("data-lm-suppress-shortcuts", "true");
    else target.removeAttribute("data-lm-suppress-shortcuts");
  }, true);

  // A statement that is clicked, or Enter on it, is chosen; the focus stays on it when the text is written anew.
  function choose(mark) {
    const root = live(mark), number = Number(mark.dataset.statement);
    const holder = mark.closest(".sp-article").parentElement.parentElement;
    const seen = new MutationObserver(() => {
      seen.disconnect();
      holder.querySelector(`mark[data-statement="${number}"][tabindex="0"]`)?.focus({ preventScroll: true });
    });
    seen.observe(holder, { childList: true, subtree: true });
    setTimeout(() => seen.disconnect(), 3000);
    tell(root, { chosen: number });
  }

  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.(".standpoints-live mark[data-statement]");
    if (mark && (getSelection()?.isCollapsed ?? true)) choose(mark);
  });

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (!(target instanceof Element) || !live(target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.matches("mark[data-statement]") && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      choose(target);
    }
    // in the list of statements of review, one key decides and goes on
    const button = { Enter: ".sp-key-enter", Delete: ".sp-key-delete" }[event.key];
    if (button && target.matches(".sp-keys select") && !event.repeat) {
      event.preventDefault();
      live(target).querySelector(button)?.click();
    }
  });

  // Words of the article that are selected: without the labels that stand in it, and about where they are.
  function plainText(range) {
    const part = document.createElement("div");
    part.append(range.cloneContents());
    part.querySelectorAll(".sp-label, .sp-tip").forEach((node) => node.remove());
    part.querySelectorAll("p").forEach((node) => node.append("\n"));
    return part.textContent;
  }

  function wholeWords(range) {
    const inWord = (text, at) => at > 0 && /^[\p{L}\p{N}]{2}$/u.test(text.slice(at - 1, at + 1));
    const { startContainer: first, endContainer: last } = range;
    let [start, end] = [range.startOffset, range.endOffset];
    if (first instanceof Text) while (inWord(first.data, start)) start--;
    if (last instanceof Text) while (inWord(last.data, end)) end++;
    range.setStart(first, start);
    range.setEnd(last, end);
    return range;
  }

  function tellSelected() {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = wholeWords(selection.getRangeAt(0).cloneRange());
    const [start, end] = [range.startContainer, range.endContainer].map(
      (node) => (node instanceof Element ? node : node.parentElement)?.closest(".standpoints-live .sp-article"));
    if (!start || start !== end) return;
    const words = plainText(range).trim();
    const before = document.createRange();
    before.setStart(start, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const letters = [...plainText(before)].filter((letter) => letter.trim()).length;
    if (words) tell(live(start), { selected: words, letters });
  }

  document.addEventListener("mouseup", () => setTimeout(tellSelected));
  document.addEventListener("keyup", (event) => { if (event.shiftKey || event.key === "Shift") tellSelected(); });
})();
