const isShown = (element) => getComputedStyle(element).display !== "none";
const movingFigures = () =>
  [...document.querySelectorAll("figure")].filter((figure) => figure.querySelector(".moving"));

/** What is checked inside the page: each returns what is wrong, a line each. */
globalThis.faults = {
  /** Each figure's pictures, their number, and what it links to. */
  shown() {
    return [...document.querySelectorAll("figure")].map((figure) => ({
      file: figure.querySelector("figcaption a").getAttribute("href"),
      number: figure.querySelector("figcaption strong").innerText,
      looks: [...figure.querySelectorAll("img:not(.still)")].map(({ src }) =>
        decodeURIComponent(src.replace(/^[^,]*,/, ""))
      ),
    }));
  },

  /** A place in the corner of the first figure that follows the colour scheme; null without one. */
  async corner() {
    const image = [...document.querySelectorAll(".by-scheme img")].find(isShown);
    if (image === undefined) return null;
    image.scrollIntoView();
    await image.decode();
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    const { left, top } = image.getBoundingClientRect();
    return { x: left + scrollX + 4, y: top + scrollY + 4 };
  },

  figures(expected) {
    const images = [...document.querySelectorAll("figure img")].filter(isShown);
    const wrong = images.length === expected ? [] : [`${images.length} figures, not ${expected}`];
    for (const image of images) {
      const { width, height } = image.getBoundingClientRect();
      const name = image.alt.slice(0, 40);
      if (!image.complete || image.naturalWidth === 0) wrong.push(`not drawn: ${name}`);
      if (!image.checkVisibility() || width === 0) wrong.push(`not seen: ${name}`);
      // Words of 20 units are 10 pixels high then.
      if (width / image.naturalWidth < 0.5) wrong.push(`too small to read: ${name}`);
      if (Math.abs(width / height - image.naturalWidth / image.naturalHeight) > 0.02) {
        wrong.push(`distorted: ${name}`);
      }
      if (image.alt.length < 20) wrong.push(`says nothing: ${image.alt}`);
    }
    const moving = images.filter(({ src }) => decodeURIComponent(src).includes("<animate "));
    if (matchMedia("print").matches && moving.length > 0) wrong.push("a figure moves on paper");
    if (moving.some((image) => !image.closest("figure").querySelector("input"))) {
      wrong.push("a figure moves that nobody can hold");
    }
    return wrong;
  },

  structure() {
    const levels = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((h) => +h.tagName[1]);
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    const named = [...document.querySelectorAll("[aria-labelledby]")];
    const regions = [...document.querySelectorAll("[role=region],nav")];
    return [
      ...(levels.filter((level) => level === 1).length === 1 ? [] : ["not one h1"]),
      ...levels.filter((level, at) => at > 0 && level > levels[at - 1] + 1).map((level) =>
        `h${level} comes too early`
      ),
      ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `twice: #${id}`),
      ...[...document.querySelectorAll("a[href^='#']")].map((link) => link.hash.slice(1))
        .filter((id) => !ids.includes(id)).map((id) => `leads nowhere: #${id}`),
      ...named.map((each) => each.getAttribute("aria-labelledby"))
        .filter((id) => !document.getElementById(id)?.textContent).map((id) => `no name: #${id}`),
      ...regions.filter((region) => !region.ariaLabel && !region.getAttribute("aria-labelledby"))
        .map((region) => `no name: ${region.tagName}`),
      ...[...document.querySelectorAll("th:not([scope])")].map((th) => `no scope: ${th.innerText}`),
      ...[...document.querySelectorAll("table")].filter((table) => !table.caption?.innerText)
        .map(() => "a table has no caption"),
      ...[...document.querySelectorAll("script")].map(() => "there is a script"),
    ];
  },

  /** Brings a figure that can move before the reader, as browsers hold still what is out of sight. */
  async bring(at) {
    const shown = [...movingFigures()[at].querySelectorAll("img")].filter(isShown);
    await Promise.all(shown.map((image) => image.decode()));
    shown[0].scrollIntoView({ block: "center" });
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  },

  /** Holds a figure that can move, or lets it go. */
  hold(at) {
    movingFigures()[at].querySelector("input").click();
  },

  /** Nothing sticks out sideways but what scrolls. */
  width() {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`${scrollWidth} px wide on ${clientWidth} px`] : [];
  },

  /**
   * On paper nothing scrolls: everything has to fit. A page is left before its end only for a block that
   * stays whole, with the headings above it: none is higher than half of the page, which is full to the
   * half then.
   */
  paper(height) {
    const regions = [...document.querySelectorAll("[role=region]")];
    const blocks = [...document.querySelectorAll("body *")];
    const startOf = (block) => {
      const before = block.previousElementSibling;
      return /^H[2-6]$/.test(before?.tagName) ? startOf(before) : block;
    };
    const whole = blocks.filter((block) => getComputedStyle(block).breakInside === "avoid");
    const heights = whole.map((block) =>
      block.getBoundingClientRect().bottom - startOf(block).getBoundingClientRect().top
    );
    return [
      ...regions.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
        .map(({ scrollWidth, clientWidth }) => `${scrollWidth} px on paper of ${clientWidth} px`),
      ...blocks.filter((block) => getComputedStyle(block).breakBefore !== "auto")
        .map(({ tagName }) => `${tagName} begins a page`),
      ...heights.flatMap((each, at) =>
        each <= height / 2 ? [] : [`${whole[at].tagName} of ${Math.round(each)} px stays whole`]
      ),
      ...[...document.querySelectorAll("figure")]
        .filter((figure) => getComputedStyle(figure).breakInside !== "avoid")
        .map(() => "a figure breaks apart from its caption"),
    ];
  },

  /** WCAG 2.1: text stands out from its background at 4.5 to 1. */
  contrast() {
    const channels = (color) => color.match(/[\d.]+/g).map(Number);
    const luminance = (color) => {
      const [red, green, blue] = channels(color).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const background = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const color = getComputedStyle(at).backgroundColor;
        if (channels(color)[3] !== 0) return color;
      }
      return "rgb(255, 255, 255)";
    };
    const texts = [...document.body.querySelectorAll("*")].filter((element) =>
      [...element.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim())
    );
    return texts.flatMap((element) => {
      const [dark, bright] = [getComputedStyle(element).color, background(element)]
        .map(luminance).sort((a, b) => a - b);
      const ratio = (bright + 0.05) / (dark + 0.05);
      const text = element.innerText.slice(0, 30);
      return ratio >= 4.5 ? [] : [`${ratio.toFixed(1)} to 1: ${text}`];
    });
  },

  /** What the keyboard is at: its place among all that it is to reach, and whether that is seen. */
  focused() {
    const active = document.activeElement;
    const reachable = [...document.querySelectorAll("a[href],input,[tabindex='0']")];
    const { outlineStyle, outlineWidth } = getComputedStyle(active);
    const { top, bottom, height } = active.getBoundingClientRect();
    return {
      at: reachable.indexOf(active),
      of: reachable.length,
      inMain: document.querySelector("main").contains(active),
      ringed: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
      inSight: height > 0 && bottom > 0 && top < innerHeight,
      name: (active.ariaLabel ?? active.innerText ?? "").slice(0, 40),
      scrolled: active.scrollLeft,
      scrolls: active.scrollWidth > active.clientWidth + 1,
    };
  },
};
