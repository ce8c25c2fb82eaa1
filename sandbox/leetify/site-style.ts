/** Dark, with tables and lists as such sites have them; class names that say nothing, as those of built sites do. */
export const SITE_STYLE = `
* { box-sizing: border-box; }
html { background: #0c0d10; color-scheme: dark; }
body { margin: 0; color: #cfd3da; font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
a { color: #f5f6f8; text-decoration: none; } a:hover { color: #ff6fa5; }
.notice { background: repeating-linear-gradient(135deg, #c9973f 0 14px, #b98a38 14px 28px); color: #1a1408; padding: 6px 16px; font-size: 13px; text-align: center; }
.x1 { display: flex; align-items: center; gap: 32px; padding: 14px 24px; background: #15171c; border-bottom: 1px solid #23262e; }
.x2 { color: #ff6fa5; font-weight: 700; letter-spacing: .02em; }
nav { display: flex; gap: 20px; } nav a { color: #a9afba; }
main { max-width: 980px; margin: 0 auto; padding: 24px; }
h1 { font-size: 26px; font-weight: 600; color: #fff; margin: 0; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
h2 { font-size: 16px; font-weight: 600; color: #fff; margin: 28px 0 8px; }
.x3 { display: flex; align-items: center; gap: 14px; } .x3 img { width: 56px; height: 56px; border-radius: 6px; } .x4 { margin-left: auto; color: #a9afba; }
.x5 { display: flex; gap: 18px; margin: 16px 0; } .x5 a { color: #a9afba; }
.x6 { display: flex; gap: 12px; } .x7 { background: #15171c; border: 1px solid #23262e; border-radius: 8px; padding: 12px 20px; display: grid; } .x7 b { font-size: 22px; color: #fff; } .x7 span { color: #a9afba; font-size: 12px; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 6px; }
.x8 li, .x9 li { display: flex; align-items: center; gap: 12px; background: #15171c; border: 1px solid #23262e; border-radius: 6px; padding: 8px 14px; }
.x8 li span { margin-left: auto; color: #a9afba; } .x9 { grid-template-columns: repeat(2, minmax(0, 1fr)); } .x9 img, .x11 img { display: block; border-radius: 4px; }
.x10 { width: 100%; border-collapse: collapse; margin-top: 20px; background: #15171c; border: 1px solid #23262e; }
caption { text-align: left; padding: 6px 0; color: #fff; font-weight: 600; } th { text-align: left; color: #a9afba; font-weight: 500; font-size: 12px; }
th, td { padding: 8px 14px; border-top: 1px solid #23262e; } th:first-child, td:first-child { width: 46%; } .x11 { display: flex; align-items: center; gap: 10px; }
`;
