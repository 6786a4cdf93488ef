extension HTMLReport {
    /// Light or dark as the reader has it; wide tables scroll by themselves, not the page.
    static let style = """
        :root { color-scheme: light dark; --back: #ffffff; --front: #1f2328; --dim: #59636e; --line: #d1d9e0;
          --card: #f6f8fa; --good: #1a7f37; --bad: #cf222e; --unsure: #9a6700; --pick: #ddf4ff; --edge: #0969da; }
        @media (prefers-color-scheme: dark) { :root { --back: #0d1117; --front: #e6edf3; --dim: #9198a1;
          --line: #3d444d; --card: #151b23; --good: #3fb950; --bad: #f85149; --unsure: #d29922; --pick: #12304f;
          --edge: #4493f8; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--front); overflow-wrap: anywhere;
          font: 15px/1.5 system-ui, sans-serif; }
        header, main { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
        header { padding-top: 1rem; } h1 { font-size: 1.35rem; margin: 0; } h2 { font-size: 1.05rem; margin: 0 0 .5rem; }
        small, .dim { color: var(--dim); font-weight: normal; font-size: .85em; } p { margin: .4rem 0; }
        section { border: 1px solid var(--line); border-radius: 8px; padding: 1rem; margin: 1rem 0; background: var(--card); }
        section.run:focus { outline: 2px solid var(--edge); }
        .good { color: var(--good); } .bad { color: var(--bad); } .unsure { color: var(--unsure); }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; }
        th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem .25rem; }
        .rules { width: 100%; } .rules th[scope=row] { font-weight: normal; min-width: 11rem; } .rules td { white-space: nowrap; }
        .rules tbody tr { border-top: 1px solid var(--line); } .reason { color: var(--dim); font-size: .85em; }
        .timeline { font: 13px/1.4 ui-monospace, Menlo, Consolas, monospace; margin: .5rem 0; }
        .timeline th, .timeline td { white-space: pre; overflow-wrap: normal; padding: .2rem .6rem; border-left: 1px solid var(--line); }
        .timeline th { color: var(--dim); font-weight: normal; } .timeline td { color: var(--dim); }
        .timeline td.new { color: var(--front); font-weight: bold; }
        .timeline th:first-child { position: sticky; left: 0; background: var(--card); border-left: 0; }
        .timeline [data-step] { cursor: pointer; } .timeline .picked { background: var(--pick); color: var(--front); }
        .timeline tr > :last-child { border-right: 2px solid var(--bad); }
        .controls { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; } .controls[hidden] { display: none; }
        .slider { flex: 1 1 8rem; max-width: 24rem; } button { font: inherit; color: inherit; background: var(--back);
          border: 1px solid var(--line); border-radius: 6px; padding: .1rem .6rem; cursor: pointer; }
        .state { font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; min-height: 3rem; }
        .state .was { color: var(--dim); text-decoration: line-through; } .state .end { color: var(--bad); }
        pre { overflow-x: auto; font-size: 12px; } code { font-size: 12px; } a { color: var(--edge); }
        """
}
