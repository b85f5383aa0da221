#!/bin/sh
# Writes sha-1.der beside it: a login certificate of a nobody, signed with SHA-1 by the synthetic issuer of the
# Commfides-like cards. The private key is thrown away. Needs OpenSSL 3.
set -eu
cd "$(dirname "$0")"
draft=$(mktemp -d)
trap 'rm -rf "$draft"' EXIT
cat > "$draft/extensions" <<EXTENSIONS
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
subjectKeyIdentifier = none
authorityKeyIdentifier = none
EXTENSIONS
openssl req -new -newkey rsa:2048 -noenc -keyout "$draft/key" -subj "/C=NO/SN=Demostad/GN=Ola/CN=Ola Demostad" \
    -out "$draft/request" 2>/dev/null
openssl x509 -req -in "$draft/request" -CA ../../pki/authorities/demo-commfides-natural-person.der \
    -CAkey ../../pki/keys/commfides-natural-person.pem -set_serial 1160 -days 7300 -sha1 \
    -extfile "$draft/extensions" -outform DER -out sha-1.der 2>/dev/null
