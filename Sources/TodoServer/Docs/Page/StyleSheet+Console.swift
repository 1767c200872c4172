extension StyleSheet {
    static let console = controls + consoleLayout + consoleAnswer

    private static let controls = """
        input,select,textarea,button{font:inherit;color:inherit}
        input,select,textarea{width:100%;padding:.5rem .7rem;background:var(--paper);border:1px solid var(--edge);
        border-radius:.4rem;font-size:.9375rem;line-height:1.5}
        input,textarea{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.8125rem;
        line-height:1.7}
        input,select{height:2.5rem}
        @media (pointer:coarse){input,select,textarea{font-size:1rem}}
        textarea{display:block;resize:vertical;field-sizing:content;min-height:7rem;max-height:24rem}
        ::placeholder{color:var(--soft);opacity:1}
        button{padding:.5rem 1.1rem;background:var(--paper);border:1px solid var(--edge);border-radius:.4rem;font-size:.9375rem;
        line-height:1.5;cursor:pointer}
        button:hover{border-color:var(--accent)}
        .primary{background:var(--accent);border-color:var(--accent);color:var(--paper);font-weight:600;min-width:6.5rem}
        .primary:hover{filter:brightness(1.1)}
        [aria-busy] .primary{opacity:.6}
        [hidden]{display:none!important}
        kbd{font:inherit;font-size:.75rem;padding:.05rem .3rem;border:1px solid var(--line);border-radius:.25rem}

        """

    private static let consoleLayout = """
        .console{display:grid;grid-template-columns:minmax(0,1fr);margin-top:2rem;border:1px solid var(--line);
        border-radius:.75rem;overflow:clip;background:var(--panel)}
        .request,.exchange{padding:clamp(1.25rem,2.5vw,2rem);min-width:0}
        .exchange{background:var(--dark);color:var(--dark-ink)}
        @media (min-width:72rem){.console{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
        .request{position:sticky;top:0;align-self:start}}
        .control{margin:0 0 1.25rem;max-width:none}
        .control>a{float:right;margin-top:-1.6rem;font-size:.8125rem}
        label{display:block;font-size:.8125rem;font-weight:600;margin-bottom:.35rem}
        label code{background:none;padding:0;font-size:.8125rem}
        label span{font-weight:400;color:var(--soft);margin-left:.25rem}
        .hint{display:block;margin-top:.4rem;font-size:.8125rem;color:var(--soft)}
        fieldset{display:grid;grid-template-columns:repeat(auto-fill,minmax(12rem,1fr));column-gap:1rem;min-width:0;
        margin:0;padding:0;border:0;position:relative}
        .full,legend{grid-column:1/-1}
        legend{padding:0;margin-bottom:1rem;overflow-wrap:anywhere}
        legend code{background:none;padding:0;margin-left:.4rem}
        .examples{display:flex;flex-wrap:wrap;gap:.5rem;margin:-.75rem 0 1.25rem}
        .example{padding:.15rem .6rem;font-size:.8125rem;border-radius:1rem;background:none}
        .actions{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;margin:.5rem 0 0}
        .actions .hint{margin:0}
        @media (hover:none){.actions .hint{display:none}}
        .try{margin-left:.5rem;padding:.15rem .8rem;border:1px solid currentColor;border-radius:1rem;font-size:.8125rem;
        line-height:1.5;text-decoration:none;white-space:nowrap}
        .try:hover{background:var(--panel)}

        """

    private static let consoleAnswer = """
        .exchange figure{background:none;border:0;border-radius:0;margin:0}
        .exchange figure+figure{margin-top:1.75rem;padding-top:1.5rem;border-top:1px solid var(--dark-line)}
        .exchange figcaption{display:flex;gap:.75rem;align-items:center;padding:0;border:0;font-size:.8125rem;min-height:2rem}
        .exchange figcaption button{margin-left:auto}
        .exchange button{background:none;border-color:var(--dark-edge);padding:.15rem .7rem;font-size:.8125rem}
        .exchange pre{padding:.5rem 0 0}
        #console-outcome{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;margin:.5rem 0;max-width:none;
        font-size:.875rem;color:var(--dark-soft)}
        @media (max-width:72rem){#console-outcome{scroll-margin-bottom:60vh}}
        #console-outcome strong{font-size:1.25rem;letter-spacing:-.015em;color:var(--dark-ink)}
        #console-outcome .success{color:var(--dark-success)}
        #console-outcome .failure{color:var(--dark-failure)}
        #console-meaning{margin:0;font-size:.875rem;display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.4rem 1rem}
        #console-meaning:empty{display:none}
        #console-meaning dt{color:var(--dark-soft)}
        #console-meaning dd{margin:0;grid-column:2}
        #console-meaning code{background:none;padding:0;color:var(--dark-failure)}
        .exchange a{color:var(--dark-accent)}
        .exchange pre:has(:empty){display:none}
        #console-answer pre{margin-top:1rem;padding-top:1rem;border-top:1px solid var(--dark-line)}
        #console-answer pre:last-child{max-height:32rem;overflow-y:auto}
        #console-head{color:var(--dark-soft)}
        .exchange :focus-visible{outline-color:var(--dark-accent)}

        """
}
