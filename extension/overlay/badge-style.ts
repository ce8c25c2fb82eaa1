/**
 * The style of one badge, inline in each shadow root: constructed sheets do not reach content scripts' roots in every
 * Firefox. The host has no size, so nothing of Steam's moves; what is seen hangs from it. `!important` on `:host` wins over
 * any style of the page. Out of the flow, it is no flex or grid item either; in a row it is a float of no size. Colours are checked for 4.5:1 against the badge's own ground, which is opaque.
 */
export const BADGE_STYLE = `
:host{all:initial!important;display:block!important;position:absolute!important;width:0!important;height:0!important;transform:translate(var(--x,0),var(--y,0))!important;z-index:3!important;direction:ltr!important}
:host([data-place=row]){position:relative!important;transform:none!important;float:right!important}
button{all:unset;position:absolute;box-sizing:border-box;contain:strict;display:flex;align-items:center;justify-content:center;gap:4px;
width:46px;height:20px;left:8px;top:-10px;border-radius:4px;border:1px solid var(--line);background:var(--ground);color:var(--ink);cursor:pointer;
font:600 12px/1 "Motiva Sans",system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums;user-select:none;
--ground:#0f1a26;--line:#34475c;--ink:#a9b7c6}
:host([data-place=row]) button{left:auto;right:6px;top:4px}
:host([data-place=name]) button{left:12px;top:-13px;width:56px;height:26px;font-size:15px;gap:6px}
:host([data-place=line]) button,:host([data-place=float]) button{left:6px;top:-8px;width:42px;height:16px;font-size:11px;border-radius:3px}
i{flex:none;position:relative;width:9px;height:9px;background:currentColor}
button[data-low] i::after{content:"";position:absolute;inset:2px;background:var(--ground);clip-path:inherit;border-radius:inherit}
:host([data-place=name]) i{width:11px;height:11px}
button[data-band=unlikely]{--ink:#7fc99a;--line:#2d5a43}
button[data-band=suspicious]{--ink:#f0c14b;--line:#6b5a26}
button[data-band=highly-suspicious]{--ink:#ff9d5c;--line:#7d4a28}
button[data-band=near-certain]{--ink:#fff;--ground:#b3261e;--line:#e0675f}
button[data-band=unlikely] i{border-radius:50%}
button[data-band=suspicious] i{clip-path:polygon(50% 4%,100% 96%,0 96%)}
button[data-band=highly-suspicious] i{clip-path:polygon(50% 0,100% 50%,50% 100%,0 50%)}
button[data-band=near-certain] i{clip-path:polygon(30% 0,70% 0,100% 30%,100% 70%,70% 100%,30% 100%,0 70%,0 30%)}
button[data-band=none] i{border-radius:50%;background:none;border:1.5px solid currentColor;box-sizing:border-box}
button[data-band=wait] i{border-radius:50%;opacity:.45}
button[data-trusted] i{border:0;border-radius:0;background:currentColor;opacity:1;animation:none;clip-path:polygon(14% 44%,0 64%,46% 100%,100% 18%,82% 2%,42% 66%)}
button[data-stale]::after{content:"";position:absolute;top:2px;right:2px;width:5px;height:5px;border-radius:50%;background:#8fc7ff}
button[data-quiet]{--ground:#16212c;--line:transparent;--ink:#8b9bab}
button[data-theme=light]{--ground:#fff;--line:#b8c4d0;--ink:#4d5b69}
button[data-theme=light][data-band=unlikely]{--ink:#1d6b3f}
button[data-theme=light][data-band=suspicious]{--ink:#7a5800}
button[data-theme=light][data-band=highly-suspicious]{--ink:#a84300}
button[data-theme=light][data-band=near-certain]{--ink:#fff;--ground:#b3261e;--line:#8c1d18}
button[data-theme=light][data-quiet]{--ground:#f3f6f9;--line:transparent;--ink:#5a6875}
button[data-theme=light][data-stale]::after{background:#1267b4}
button:hover{border-color:var(--ink)}
button:focus-visible{outline:2px solid #fff;outline-offset:1px;box-shadow:0 0 0 5px #1267b4}
@media (prefers-reduced-motion:no-preference){button[data-band=wait] i{animation:w 1.2s ease-in-out infinite alternate}@keyframes w{to{opacity:.9}}}
@media (forced-colors:active){button{border-color:ButtonText;color:ButtonText;background:ButtonFace}i,button[data-stale]::after{forced-color-adjust:none;background:ButtonText}button[data-low] i::after{background:ButtonFace}button[data-band=none] i{border-color:ButtonText;background:none}button:focus-visible{outline-color:Highlight}}
`;
