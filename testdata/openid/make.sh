#!/usr/bin/env bash
# Makes the providers' keys and the certificates anew. They are synthetic, published on purpose and worth nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

jwk() { # a private key on stdin, as a JSON Web Key
  node -e 'const { createPrivateKey } = require("node:crypto");
    const key = createPrivateKey(require("node:fs").readFileSync(0)).export({ format: "jwk" });
    console.log(JSON.stringify(key, null, 2));'
}
for name in provider provider-next stranger; do
  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 2>/dev/null | jwk >"$name-rsa.jwk.json"
done

# Certificates that hold on any day a test may run, whatever the machine thinks of today: hence `openssl ca`, the only
# command of OpenSSL 3.0 that takes a first day.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
touch "$work/index.txt"
cat >"$work/ca.conf" <<CONF
[ca]
default_ca = ours
[ours]
database = $work/index.txt
new_certs_dir = $work
rand_serial = yes
default_md = sha256
policy = any
preserve = yes
email_in_dn = no
default_startdate = 20250101000000Z
default_enddate = 21250101000000Z
[any]
countryName = optional
organizationName = optional
surname = optional
givenName = optional
commonName = supplied
serialNumber = optional
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, IP:127.0.0.1, IP:::1
authorityKeyIdentifier = keyid
[person]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
authorityKeyIdentifier = keyid
CONF
certificate() { # name, subject, how it is signed
  openssl req -new -utf8 -newkey rsa:2048 -nodes -keyout "tls/$1.key.pem" -subj "$2" -out "$work/$1.csr" 2>/dev/null
  openssl ca -batch -notext -utf8 -config "$work/ca.conf" -extensions "$1" -in "$work/$1.csr" -out "tls/$1.pem" "${@:3}" 2>/dev/null
}
mkdir -p tls
certificate authority '/C=NO/O=Oppdiktet/CN=Oppdiktet testrot for innlogging' -selfsign -keyfile tls/authority.key.pem
by_authority=(-cert tls/authority.pem -keyfile tls/authority.key.pem)
certificate server '/CN=localhost' "${by_authority[@]}"
# The person of testdata/cards/buypass/ready.
certificate person '/C=NO/SN=EKSEMPELSEN/GN=ÅSE MARIE/CN=ÅSE MARIE EKSEMPELSEN/serialNumber=UN:NO-9578-4050-900000001' \
  "${by_authority[@]}"
cat tls/person.key.pem tls/person.pem >tls/person.both.pem
chmod 644 tls/*.pem
