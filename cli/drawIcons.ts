// npm run icons: draws the icons of the installed app (public/icons) from public/icon.svg, in a headless
// Chromium. Run by hand when the drawing changes; what it writes is part of the repository.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright";
import { ROOT } from "./buildApp.ts";
import { chromiumFlags, requireChromium } from "./chromium.ts";

const FOLDER = join(ROOT, "public", "icons");

/** Colour of the drawing's own ground. */
const GROUND = "#0b63ce";

interface Icon {
  file: string;
  /** Pixels, both ways. */
  size: number;
  /**
   * Null keeps the rounded corners. Otherwise the ground reaches the edges and the drawing takes this share of
   * them: systems cut such an icon to a shape of theirs, and promise only the middle four fifths (W3C manifest).
   */
  share: number | null;
}

const ICONS: readonly Icon[] = [
  { file: "icon-192.png", size: 192, share: null },
  { file: "icon-512.png", size: 512, share: null },
  { file: "maskable-192.png", size: 192, share: 0.8 },
  { file: "maskable-512.png", size: 512, share: 0.8 },
  { file: "apple-touch-icon.png", size: 180, share: 0.9 },
];

const drawing = readFileSync(join(ROOT, "public", "icon.svg"));
const source = `data:image/svg+xml;base64,${drawing.toString("base64")}`;
const browser = await chromium.launch({ executablePath: requireChromium(), args: chromiumFlags() });
try {
  const page = await browser.newPage();
  mkdirSync(FOLDER, { recursive: true });
  for (const { file, size, share } of ICONS) {
    const inner = Math.round(size * (share ?? 1));
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(
      `<body style="margin:0;display:grid;place-items:center;width:${size}px;height:${size}px;` +
        `background:${share === null ? "transparent" : GROUND}">` +
        `<img src="${source}" width="${inner}" height="${inner}" alt="">`,
    );
    await page.locator("img").evaluate((image: HTMLImageElement) => image.decode());
    const bytes = await page.screenshot({ omitBackground: true });
    writeFileSync(join(FOLDER, file), bytes);
    console.log(`public/icons/${file}: ${size} × ${size}, ${bytes.length} bytes`);
  }
} finally {
  await browser.close();
}
