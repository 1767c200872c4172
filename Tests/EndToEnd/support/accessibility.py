"""What a page owes to everybody, measured in the browser that shows it."""

CONTROLS = ("button", "checkbox", "combobox", "link", "listbox", "searchbox", "textbox")


def unnamed_controls(visit):
    """The controls for which a screen reader has no name."""
    session = visit.context.new_cdp_session(visit.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    controls = [node for node in nodes if not node["ignored"] and node["role"]["value"] in CONTROLS]
    assert controls
    return [node for node in controls if not node.get("name", {}).get("value", "").strip()]


def low_contrasts(visit):
    """Each visible text whose contrast with what is behind it is below 4.5 to 1 (WCAG 2.2, 1.4.3), with the contrast."""
    texts = visit.page.evaluate(CONTRASTS)
    assert len(texts) > 500
    return {text: contrast for text, contrast in texts if contrast < 4.5}


def overflow(visit):
    """By how many pixels something reaches beyond the right edge of the window, whether it can be scrolled to or not."""
    return visit.page.evaluate(
        "() => Math.max(...[...document.querySelectorAll('body *')].filter(it => it.checkVisibility())"
        ".map(it => it.getBoundingClientRect().right)) - innerWidth"
    )


CONTRASTS = """() => {
  const channels = colour => {
    const [red, green, blue, alpha = 1] = colour.match(/[\\d.]+/g).map(Number);
    return { red, green, blue, alpha };
  };
  const over = (front, back) => {
    const mix = name => front[name] * front.alpha + back[name] * (1 - front.alpha);
    return { red: mix("red"), green: mix("green"), blue: mix("blue"), alpha: 1 };
  };
  const luminance = ({ red, green, blue }) => {
    const [r, g, b] = [red, green, blue].map(value => value / 255).map(value =>
      value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ancestors = element => element ? [element, ...ancestors(element.parentElement)] : [];
  const contrast = (element, colour) => {
    const layers = ancestors(element).map(ancestor => channels(getComputedStyle(ancestor).backgroundColor));
    const back = layers.reverse().reduce((back, layer) => over(layer, back), { red: 255, green: 255, blue: 255, alpha: 1 });
    const opacity = ancestors(element).reduce((product, ancestor) => product * getComputedStyle(ancestor).opacity, 1);
    const front = channels(colour);
    const [dark, light] = [over({ ...front, alpha: front.alpha * opacity }, back), back].map(luminance).sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const element = node.parentElement;
    if (!node.data.trim() || element.tagName === "SCRIPT" || !element.checkVisibility()) continue;
    found.push([node.data.trim(), contrast(element, getComputedStyle(element).color)]);
  }
  for (const field of document.querySelectorAll("input, textarea, select")) {
    if (!field.checkVisibility()) continue;
    found.push([`${field.id}, filled in`, contrast(field, getComputedStyle(field).color)]);
    if (field.placeholder) found.push([field.placeholder, contrast(field, getComputedStyle(field, "::placeholder").color)]);
  }
  return found;
}"""
