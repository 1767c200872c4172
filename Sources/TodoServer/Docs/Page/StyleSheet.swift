/// How the page looks: light or dark as the reader's system has it, one column on a phone.
enum StyleSheet {
    static let text = colours + layout + typography + parts + console + errorTable + narrow
}

// Colours have a contrast of at least 4.5 to 1 against what is behind them.
extension StyleSheet {
    private static let colours = """
        :root{--paper:#fff;--panel:#f6f7f9;--ink:#1b1f27;--soft:#566072;--line:#e3e6eb;--accent:#2f55c8;
        --edge:#858e9f;--code:#f0f2f5;--dark:#171b24;--dark-line:#2a303d;--dark-edge:#6b7690;--dark-ink:#dfe4ee;--dark-soft:#98a2b6;
        --dark-accent:#8fadff;--dark-success:#6fcf97;--dark-failure:#ff9c9c;
        --get:#1d5fb8;--post:#1b7340;--put:#8d5a05;--patch:#7242b5;--delete:#b92c2c;color-scheme:light dark}
        @media (prefers-color-scheme:dark){:root{--paper:#0f1218;--panel:#141821;--ink:#e4e8f0;--soft:#9aa4b6;
        --line:#262c38;--accent:#8fadff;--edge:#6b7690;--code:#1d222d;--dark:#171c26;
        --get:#7db3ff;--post:#6fcf97;--put:#e3b341;--patch:#c3a2f5;--delete:#ff8f8f}}

        """

    private static let layout = """
        *{box-sizing:border-box}
        html{scroll-padding-top:1.5rem;-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);overflow-wrap:break-word}
        .frame{display:grid;grid-template-columns:16.5rem minmax(0,1fr);min-height:100vh}
        nav{position:sticky;top:0;height:100vh;overflow-y:auto;padding:2.5rem 1.5rem;background:var(--panel);
        border-right:1px solid var(--line)}
        main{width:100%;max-width:82rem;padding:3.5rem clamp(1.25rem,4vw,4.5rem) 2rem}
        section{padding-top:3.5rem;margin-top:3.5rem;border-top:1px solid var(--line)}
        .masthead+section{border-top:0;padding-top:0;margin-top:3rem}
        article{margin-top:4.5rem}
        .columns{display:grid;grid-template-columns:minmax(0,1fr);gap:1.75rem 3.5rem}
        .columns>*{min-width:0}
        @media (min-width:72rem){.columns{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
        .samples{position:sticky;top:1.5rem;align-self:start}}
        footer{margin-top:5rem;padding-top:1.5rem;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem}

        """

    private static let typography = """
        body{font:1rem/1.65 -apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif}
        code,pre{font-family:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace}
        h1,h2,h3,h4{line-height:1.25;letter-spacing:-.015em;text-wrap:balance;margin:0}
        h1{font-size:clamp(2.25rem,5vw,3rem);letter-spacing:-.03em}
        main h2{font-size:1.75rem;margin-bottom:1.5rem}
        h3{font-size:1.25rem}
        h3 a{color:inherit;text-decoration:none}
        h3+p{margin-top:.5rem}
        h4{font-size:.9375rem;margin:2rem 0 .5rem;letter-spacing:0}
        p{margin:0 0 1rem;max-width:42rem}
        a{color:var(--accent);text-underline-offset:.2em;text-decoration-thickness:1px}
        a:hover{text-decoration-thickness:2px}
        :focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:.25rem}
        em{font-style:normal;font-size:.8125rem;color:var(--delete)}
        h4 em{font-weight:400;color:var(--soft)}
        :not(pre)>code{font-size:.875em;background:var(--code);padding:.1em .35em;border-radius:.3em}
        .lead{font-size:1.25rem;line-height:1.55;color:var(--soft);margin:1rem 0 1.5rem}

        """

    private static let parts = """
        .skip{position:absolute;left:-999rem}
        .skip:focus{left:1rem;top:1rem;z-index:1;background:var(--paper);padding:.5rem 1rem}
        .brand{margin:0 0 2rem;font-weight:650}
        .brand a{color:inherit;text-decoration:none}
        .brand span{color:var(--soft);font-weight:400;font-size:.8125rem;margin-left:.25rem}
        .group{font-size:.75rem;font-weight:600;letter-spacing:.06em;text-transform:uppercase;margin:2rem 0 .5rem;color:var(--soft)}
        .group a{color:inherit}
        nav ul{list-style:none;margin:0;padding:0}
        nav a{text-decoration:none}
        nav li a{display:flex;justify-content:space-between;align-items:baseline;gap:.75rem;padding:.3rem 0;
        color:var(--ink);font-size:.9375rem}
        nav a:hover{color:var(--accent)}
        .address{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:baseline;max-width:none}
        .address span{color:var(--soft);font-size:.875rem}
        .method{font:600 .6875rem/1 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;letter-spacing:.03em}
        .get{color:var(--get)}.post{color:var(--post)}.put{color:var(--put)}.patch{color:var(--patch)}
        .delete{color:var(--delete)}
        .endpoint{display:flex;align-items:baseline;gap:.75rem;margin:.75rem 0 1.25rem;max-width:none}
        .endpoint .method{font-size:.8125rem;border:1px solid currentColor;border-radius:.35rem;padding:.3rem .5rem}
        .endpoint code{min-width:0;overflow-wrap:anywhere;font-size:1rem;background:none;padding:0}
        .fields{margin:0 0 1.5rem;border-top:1px solid var(--line)}
        .fields>div{padding:.7rem 0;border-bottom:1px solid var(--line)}
        .fields dt{display:flex;flex-wrap:wrap;gap:.15rem .6rem;align-items:baseline;font-weight:600}
        .fields dt code{background:none;padding:0;font-size:.9375rem}
        .fields dt code~span,.fields dt>span+span{font-weight:400;font-size:.8125rem;color:var(--soft)}
        .fields dt em{font-weight:400}
        .fields dd{margin:.15rem 0 0;font-size:.9375rem;color:var(--soft);max-width:42rem}
        .fields dd code{color:var(--ink)}
        @media (min-width:72rem){.wide{display:grid;grid-template-columns:1fr 1fr;column-gap:3.5rem}}
        .responses{list-style:none;margin:0;padding:0;font-size:.9375rem}
        .responses li{display:flex;gap:.75rem;align-items:baseline;padding:.25rem 0}
        .responses code{background:none;padding:0}
        .headers{display:block;color:var(--soft)}
        .headers code{margin-right:.75rem;white-space:nowrap}
        .failures{columns:13rem;column-gap:2rem;margin-top:.25rem}
        .failures li{break-inside:avoid}
        .status{font:600 .8125rem/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--soft)}
        .success{color:var(--post)}
        figure{margin:0 0 1.25rem;background:var(--dark);color:var(--dark-ink);border:1px solid var(--dark-line);
        border-radius:.625rem;overflow:hidden}
        figcaption{padding:.55rem 1rem;font-size:.75rem;color:var(--dark-soft);border-bottom:1px solid var(--dark-line)}
        pre{margin:0;padding:.9rem 1rem;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.78125rem;line-height:1.65}

        """

    private static let errorTable = """
        table{width:100%;border-collapse:collapse;margin-top:2rem;font-size:.9375rem;line-height:1.5}
        th,td{text-align:left;vertical-align:top;padding:.8rem 1.25rem .8rem 0}
        thead th{font-size:.75rem;font-weight:600;color:var(--soft);letter-spacing:.06em;text-transform:uppercase}
        tbody{border-top:1px solid var(--line)}
        tbody th{font-weight:400;width:15rem}
        tbody th .status{display:block;color:var(--ink)}
        tbody th code{background:none;padding:0;font-size:.8125rem;color:var(--soft)}
        tbody tr+tr td{border-top:1px solid var(--line)}
        td{width:25%;overflow-wrap:anywhere}
        td ul{list-style:none;margin:0;padding:0}
        td li+li{margin-top:.25rem}
        summary{cursor:pointer;color:var(--accent)}
        tbody:target th,article:target .endpoint{box-shadow:inset 3px 0 var(--accent);padding-left:.75rem}

        """

    private static let narrow = """
        @media (max-width:56rem){.frame{grid-template-columns:minmax(0,1fr)}
        nav{position:static;height:auto;padding:1.25rem;border-right:0;border-bottom:1px solid var(--line)}
        .brand{margin-bottom:1rem}
        .links{columns:9rem;column-gap:1.5rem}
        nav .method{display:none}
        .links>ul,.links li{break-inside:avoid}
        .links .group{margin-top:1rem;break-after:avoid}
        main{padding-top:2.5rem}
        }
        @media (max-width:68rem){table,tbody,tr,th,td{display:block;width:auto}
        thead{display:none}
        tbody{padding:1rem 0}
        tbody th{width:auto;padding:0 0 .5rem}
        tbody th .status{display:inline;margin-right:.5rem}
        tr+tr{margin-top:1rem;padding-top:.5rem;border-top:1px solid var(--line)}
        tbody tr+tr td{border-top:0}
        td{display:grid;grid-template-columns:5rem minmax(0,1fr);padding:.25rem 0}
        td::before{content:attr(data-label);color:var(--soft);font-size:.8125rem}}

        """
}
