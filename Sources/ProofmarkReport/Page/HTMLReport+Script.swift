extension HTMLReport {
    /// Walks through the steps of each run. Text is only ever set as text.
    static let script = """
        "use strict";
        for (const run of document.querySelectorAll("section.run")) {
          const walk = JSON.parse(run.querySelector('script[type="application/json"]').textContent);
          const last = walk.steps.length - 1;
          const pick = name => run.querySelector(name);
          let step = last;
          const line = (parent, kind, ...parts) => {
            const row = parent.appendChild(document.createElement("div"));
            if (kind) row.className = kind;
            for (const [text, kind] of parts) {
              const piece = row.appendChild(document.createElement("span"));
              piece.textContent = text;
              if (kind) piece.className = kind;
            }
          };
          const show = next => {
            step = Math.max(0, Math.min(last, next));
            const now = walk.steps[step];
            pick(".slider").value = step;
            pick(".where").textContent = "step " + step + " of " + last;
            for (const cell of run.querySelectorAll("[data-step]"))
              cell.classList.toggle("picked", Number(cell.dataset.step) === step);
            const head = run.querySelector('th[data-step="' + step + '"]');
            const box = head && head.closest(".scroll");
            if (box) {
              const [a, b] = [head.offsetLeft, head.offsetLeft + head.offsetWidth];
              const edge = box.querySelector("tbody th") ? box.querySelector("tbody th").offsetWidth : 0;
              if (a < box.scrollLeft + edge) box.scrollLeft = a - edge;
              if (b > box.scrollLeft + box.clientWidth) box.scrollLeft = b - box.clientWidth;
            }
            const state = pick(".state");
            state.textContent = "";
            line(state, "", [(step ? step + " " : "") + now.action + (now.arguments.length ? "(" + now.arguments.join(", ") + ")" : "")]);
            for (const name of walk.free[step] || []) line(state, "dim", ["  " + name + " may be anything"]);
            if (walk.turn && walk.turn.step === step) line(state, "dim", ["  this step " + walk.turn.text]);
            if (!now.fields) { line(state, "end", ["  it never came to the end of this step"]); return; }
            const before = new Map(((step && walk.steps[step - 1].fields) || []).map(f => [f.path, f.value]));
            for (const field of now.fields) {
              const name = field.path || "state";
              const was = before.get(field.path);
              if (was === field.value) continue;
              if (was === undefined) line(state, "", ["  " + name + " = " + field.value]);
              else line(state, "changed", ["  " + name + " = "], [was, "was"], [" " + field.value]);
            }
            const gone = [...before.keys()].filter(path => !now.fields.some(f => f.path === path));
            for (const path of gone) line(state, "changed", ["  " + path + " = "], [before.get(path), "was"], [" gone"]);
            if (step === last) line(state, "end", ["  " + pick(".message").textContent]);
          };
          pick(".controls").hidden = false;
          pick(".previous").addEventListener("click", () => show(step - 1));
          pick(".next").addEventListener("click", () => show(step + 1));
          pick(".slider").addEventListener("input", event => show(Number(event.target.value)));
          for (const cell of run.querySelectorAll("[data-step]"))
            cell.addEventListener("click", () => show(Number(cell.dataset.step)));
          run.addEventListener("keydown", event => {
            const to = { ArrowRight: step + 1, ArrowLeft: step - 1, Home: 0, End: last }[event.key];
            if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            show(to);
          });
          const copy = pick(".copy");
          if (navigator.clipboard) {
            copy.hidden = false;
            copy.addEventListener("click", () => navigator.clipboard.writeText(pick(".token code").textContent)
              .then(() => { copy.textContent = "copied"; }, () => { copy.textContent = "not allowed here"; }));
          }
          show(last);
        }
        """
}
