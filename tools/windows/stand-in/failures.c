#include "failures.h"

#include <stdio.h>

#include "hresults.h"
#include "json.h"

#define COMPUTE_PROVIDER "17103e3f-3c6e-4677-bb17-3b267eb5be57"

/** Documents carry the HCS codes in their NTSTATUS form (0xC037…), the API returns them as 0x8037…. */
static int32_t in_document(int32_t hresult) {
  const uint32_t code = (uint32_t)hresult;
  return (int32_t)(code >> 16 == 0x8037 ? code | 0x40000000u : code);
}

struct answer failure(int32_t hresult, const char *step) {
  struct text text = {0};
  text_ascii(&text, "{\"Error\":");
  text_number(&text, in_document(hresult));
  text_ascii(&text, ",\"ErrorMessage\":\"\",\"Attribution\":[{\"OperationFailure\":{\"Detail\":\"");
  text_ascii(&text, step);
  text_ascii(&text, "\"}}]}");
  return (struct answer){hresult, text_take(&text)};
}

struct answer failure_of_syntax(void) {
  struct text text = {0};
  text_ascii(&text, "{\"Error\":");
  text_number(&text, HR_INVALID_DATA);
  text_ascii(&text, ",\"ErrorMessage\":\"The data is invalid.\",\"ErrorEvents\":[{\"Message\":"
                    "\"The virtual machine or container JSON document is invalid. Syntax error.\","
                    "\"Provider\":\"" COMPUTE_PROVIDER "\",\"EventId\":11000,\"Data\":["
                    "{\"Type\":\"String\",\"Value\":\"%%2147942413\"},"
                    "{\"Type\":\"String\",\"Value\":\"0x8007000D\"},"
                    "{\"Type\":\"String\",\"Value\":\"Invalid JSON document '$'\"}]}]}");
  return (struct answer){HCS_E_INVALID_JSON, text_take(&text)};
}

struct answer failure_of_member(const char *path) {
  char message[256];
  snprintf(message, sizeof message, "The virtual machine or container JSON document is invalid. '%s'", path);
  struct text text = {0};
  text_ascii(&text, "{\"Error\":");
  text_number(&text, in_document(HCS_E_INVALID_JSON));
  text_ascii(&text, ",\"ErrorMessage\":\"The virtual machine or container JSON document is invalid.\","
                    "\"ErrorEvents\":[{\"Message\":\"");
  text_ascii(&text, message);
  text_ascii(&text, "\",\"Provider\":\"" COMPUTE_PROVIDER "\",\"EventId\":11000}]}");
  return (struct answer){HCS_E_INVALID_JSON, text_take(&text)};
}

bool check_document(const char16_t *text, bool is_optional, struct json *document, struct answer *answer) {
  *document = (struct json){NULL};
  if (is_optional && text_is_empty(text)) return true;
  *document = json_object(text);
  if (!json_exists(*document)) {
    *answer = failure_of_syntax();
    return false;
  }
  if (json_has_member_anywhere(*document, "NoSuchMember")) {
    *answer = failure_of_member("$.VirtualMachine.NoSuchMember");
    return false;
  }
  return true;
}
