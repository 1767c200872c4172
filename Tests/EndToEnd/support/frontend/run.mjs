// Runs one file of a frontend. Whatever it asks the API for, and the token of a route, the API must accept.
import { pathToFileURL } from "node:url"
import { authClient } from "./packages.mjs"

// A component's excerpt has the client from above it.
globalThis.authClient = authClient
const send = globalThis.fetch
globalThis.fetch = async (address, options) => {
    const response = await send(address, options)
    console.log(`${options?.method ?? "GET"} ${new URL(address).pathname} ${response.status}`)
    if (!response.ok) throw new Error(await response.text())
    return response
}

const { GET } = await import(pathToFileURL(process.argv[2]))
if (GET) {
    const { token } = await (await GET()).json()
    await fetch(`${process.env.API}/api/tasks`, { headers: { Authorization: `Bearer ${token}` } })
}
