#!/bin/sh
# Writes unknown-critical.der beside it: a login certificate of a nobody with a critical extension that nobody knows,
# signed by the synthetic issuer of the Commfides-like cards. The private key is thrown away. Needs OpenSSL 3.
set -eu
cd "$(dirname "$0")"
draft=$(mktemp -d)
trap 'rm -rf "$draft"' EXIT
cat > "$draft/extensions" <<EXTENSIONS
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
subjectKeyIdentifier = none
authorityKeyIdentifier = none
1.3.6.1.4.1.32473.1 = critical, ASN1:NULL
EXTENSIONS
openssl req -new -newkey rsa:2048 -noenc -keyout "$draft/key" -subj "/C=NO/SN=Demostad/GN=Ola/CN=Ola Demostad" \
    -out "$draft/request" 2>/dev/null
openssl x509 -req -in "$draft/request" -CA ../../pki/authorities/demo-commfides-natural-person.der \
    -CAkey ../../pki/keys/commfides-natural-person.pem -set_serial 2048 -days 7300 -sha256 \
    -extfile "$draft/extensions" -outform DER -out unknown-critical.der 2>/dev/null
