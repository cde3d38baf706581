// Comfort for the staff pages: keys, "now", a draft that survives a lost connection, running times. Every page works without it.
"use strict";
(() => {
  const DRAFT = "draft:", SENT = "draft-sent";
  const pad = (number) => String(number).padStart(2, "0");
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const store = {
    read: (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } },
    write: (key, value) => { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden: no draft */ } },
    drop: (key) => { try { sessionStorage.removeItem(key); } catch { /* nothing to drop */ } },
  };

  // --- now: the option "now" is settled by the server, whose clock counts; the button only chooses it.
  const sayNow = (box) => {
    const known = box.querySelector("select");
    known.value = "now";
    all("input", box).forEach((input) => { input.value = ""; });
    known.dispatchEvent(new Event("input", { bubbles: true }));
    known.dispatchEvent(new Event("change", { bubbles: true }));
    known.focus();
  };
  const dressMoment = (box) => {
    const button = box.querySelector("[data-now]");
    button.hidden = false;
    button.addEventListener("click", () => sayNow(box));
    box.addEventListener("keydown", (event) => {
      if (event.key === "n" && event.target.tagName === "INPUT" && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        sayNow(box);
      }
    });
    all("input", box).forEach((input) => input.addEventListener("input", () => {
      const known = box.querySelector("select");
      if (known.value === "now" && input.value) known.value = "minute";
    }));
    box.querySelector("select").addEventListener("change", () => dressLast(box));
  };
  // The latest time stands there only where somebody says that they know no more than two times.
  const dressLast = (box) => {
    const last = box.querySelector("[data-last]"), between = box.querySelector("select").value === "between";
    last.hidden = !between;
    last.open = between;
  };

  // --- questions that wait for the notice
  const dressLock = (giver) => {
    const name = giver.dataset.unlocks;
    const look = () => {
      const [day, time] = all("input", giver);
      const known = giver.querySelector("select").value;
      const given = known === "now" || known === "within" || (day.value && (time.value || known === "day"));
      all(`[data-locks="${name}"]`).forEach((part) => all("input, select, textarea", part).forEach((input) => { input.disabled = !given; }));
      all(`[data-locked="${name}"]`).forEach((says) => { says.hidden = Boolean(given); });
    };
    giver.addEventListener("input", look);
    giver.addEventListener("change", look);
    return look;
  };

  // --- drafts
  const fields = (form) => Array.from(form.elements).filter((one) => one.name && !["hidden", "password", "submit", "button"].includes(one.type));
  const typed = (form) => fields(form).map((one) => [one.name, one.value, Boolean(one.checked)]);
  const isTick = (one) => one.type === "checkbox" || one.type === "radio";
  const restore = (form, draft) => {
    fields(form).forEach((one) => {
      const kept = draft.find(([name, value]) => name === one.name && (!isTick(one) || value === one.value));
      if (!kept) return;
      if (isTick(one)) one.checked = kept[2]; else one.value = kept[1];
      const fold = one.closest("details");
      if (fold && !isTick(one) && one.type !== "select-one" && one.value) fold.open = true;
    });
  };
  const offer = (form, key) => {
    const words = document.getElementById("draft-words");
    if (!words) return;
    const box = words.content.firstElementChild.cloneNode(true);
    box.querySelector("button").addEventListener("click", () => { store.drop(key); form.reset(); box.remove(); });
    form.before(box);
  };
  const dressDraft = (form) => {
    const key = DRAFT + form.dataset.draft;
    const draft = store.read(key);
    if (draft && !("cameBack" in form.dataset)) { restore(form, draft); offer(form, key); }
    form.addEventListener("input", () => store.write(key, typed(form)));
    form.addEventListener("submit", (event) => {
      if (form.dataset.sending) { event.preventDefault(); return; }
      form.dataset.sending = "yes";
      store.write(key, typed(form));
      store.write(SENT, key);
    });
    window.addEventListener("pageshow", () => { delete form.dataset.sending; });
  };
  // A page of the staff other than the form itself is the proof that what was sent has arrived.
  const clearArrived = () => {
    const key = store.read(SENT);
    if (!key || !document.querySelector("[data-staff]")) return;
    if (!all("form[data-draft]").some((form) => DRAFT + form.dataset.draft === key)) store.drop(key);
    store.drop(SENT);
  };
  const clearAll = () => {
    try { Object.keys(sessionStorage).filter((key) => key.startsWith(DRAFT)).forEach(store.drop); } catch { /* forbidden: nothing was kept */ }
  };

  // --- keys
  const typing = (target) => target.closest("input, select, textarea, [contenteditable]");
  const help = () => { const box = document.getElementById("keys"); if (box && !box.open) box.showModal(); };
  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?") { help(); return; }
    const found = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!found) return;
    event.preventDefault();
    if (found.tagName === "A") found.click(); else found.focus();
  });

  // --- running times, once a minute and without a word to screen readers
  const tick = () => all("[data-since]").forEach((one) => {
    const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(one.dataset.since)) / 60000));
    one.textContent = `${Math.floor(minutes / 60)}:${pad(minutes % 60)}`;
  });

  // --- the board looks for news. Whoever types, chooses or has something open is told that there is some, and not disturbed.
  const live = () => document.getElementById("live");
  const chosen = (one) => one.options[one.selectedIndex] && one.selectedIndex !== Math.max(0, Array.from(one.options).findIndex((option) => option.defaultSelected));
  const busy = (part) => {
    const at = document.activeElement;
    const inside = part.contains(at) && (!at.id || at.matches("input, select, textarea"));
    return inside || Boolean(part.querySelector("details[open]")) || all("select", part).some(chosen);
  };
  const news = (says) => {
    const box = document.getElementById("news");
    if (!says) box.replaceChildren();
    else if (!box.hasChildNodes()) box.append(document.getElementById("news-words").content.cloneNode(true));
  };
  const watch = () => {
    document.body.addEventListener("htmx:beforeSwap", (event) => {
      if (!event.detail.shouldSwap) return;
      const whole = event.detail.serverResponse.includes('id="live"'); // else: signed out meanwhile
      if (whole && !busy(live())) { news(false); return; }
      event.detail.shouldSwap = false;
      news(true);
    });
    setInterval(() => { if (!document.hidden && window.htmx) window.htmx.trigger(live(), "look"); }, Number(live().dataset.live) * 1000);
  };

  // --- an offer that has run out is no offer
  all("[data-vanishes]").forEach((box) => setTimeout(() => { box.hidden = true; }, Number(box.dataset.vanishes) * 1000));

  clearArrived();
  all("form[action$='/logout/']").forEach((form) => form.addEventListener("submit", clearAll));
  all("[data-help]").forEach((button) => { button.hidden = false; button.addEventListener("click", help); });
  all("[data-moment]").forEach(dressMoment);
  const looks = all("[data-unlocks]").map(dressLock);
  looks.forEach((look) => look());
  all("form[data-draft]").forEach(dressDraft);
  looks.forEach((look) => look());
  all("[data-moment]").forEach(dressLast);
  if (document.getElementById("refusal")) document.getElementById("refusal").focus();
  if (live() || document.querySelector("[data-since]")) setInterval(tick, 60000);
  if (live()) watch();
})();
