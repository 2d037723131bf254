// A second, independent OpenID Connect provider for the tests. It tells its issuer on standard output and ends with its
// standard input. Everything it does differs from the demo's provider: RS256 keys, the secret in the form, nested claims.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const { clientId, clientSecret, redirectUri } = JSON.parse(process.argv[2]);

const people = {
  amal: {
    name: "Amal Haddad",
    given_name: "Amal",
    family_name: "Haddad",
    birthdate: "2000-02-29",
    locale: "ar",
    email: "amal@example.org",
    email_verified: true,
    realm_access: { roles: ["clerk", "lead"] },
    assurance: { level: "substantial" },
  },
};

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [new URL("/", redirectUri).href],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    clientAuthMethods: ["client_secret_post"],
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["name", "given_name", "family_name", "birthdate", "locale", "realm_access", "assurance"],
    },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: `person-${id}`, ...people[id] }) }),
    features: { rpInitiatedLogout: { enabled: true } },
  });
  server.on("request", provider.callback());
  console.log(issuer);
});

process.stdin.on("end", () => process.exit(0)).resume();
