const packages = new URL("packages.mjs", import.meta.url).href

export const resolve = (name, context, next) =>
    /^([.]{0,2}[/]|node:|file:)/.test(name) ? next(name, context) : { url: packages, shortCircuit: true }
