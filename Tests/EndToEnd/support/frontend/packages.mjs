// As much of Better Auth, jose and Next.js as the documentation's examples use, for a user who is signed in as alice.
import { createHmac } from "node:crypto"

export const jwt = options => ({ id: "jwt", options })
export const jwtClient = () => ({ id: "jwt-client" })
export const betterAuth = options => ({ options })
export const createAuthClient = () => ({ token: async () => ({ data: { token: process.env.TOKEN }, error: null }) })

export const auth = { api: { getSession: async () => ({ user: { id: "alice" } }) } }
export const authClient = createAuthClient()
export const headers = async () => new Headers()

const encoded = value => Buffer.from(JSON.stringify(value)).toString("base64url")
const now = () => Math.floor(Date.now() / 1000)

export class SignJWT {
    claims = {}
    setProtectedHeader(header) { this.header = header; return this }
    setSubject(subject) { this.claims.sub = subject; return this }
    setIssuedAt() { this.claims.iat = now(); return this }
    setExpirationTime(span) { this.claims.exp = now() + 60 * parseInt(span); return this }
    async sign(secret) {
        const text = `${encoded(this.header)}.${encoded(this.claims)}`
        return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`
    }
}
