#include "queries.h"

#include <stdlib.h>
#include <string.h>

#include "cpu_groups.h"
#include "failures.h"
#include "hresults.h"

enum { LOGICAL_PROCESSORS = 4, PAGES_PER_MIB = 256 };

/** Whether an array of strings has the value, or is not there or empty and so asks for everything. */
static bool asks_for(struct json wanted, const char16_t *value) {
  struct json one = json_next(wanted, (struct json){NULL});
  if (!json_exists(one)) return true;
  for (; json_exists(one); one = json_next(wanted, one)) {
    char16_t *text = json_string(one);
    const bool is_equal = text != NULL && value != NULL && text_equals_folded(text, value);
    free(text);
    if (is_equal) return true;
  }
  return false;
}

static bool matches(struct json query, const struct system *system) {
  return asks_for(json_member(query, "Ids"), system->id) &&
         asks_for(json_member(query, "Names"), system->id) &&
         asks_for(json_member(query, "Owners"), system->owner) &&
         asks_for(json_member(query, "Types"), system->is_container ? u"Container" : u"VirtualMachine");
}

struct answer perform_enumerate(const struct request *request) {
  struct json query;
  struct answer answer;
  if (!check_document(request->document, true, &query, &answer)) return answer;
  struct text text = {0};
  text_ascii(&text, "[");
  for (const struct system *system = systems_first(); system != NULL; system = system->next) {
    if (!matches(query, system)) continue;
    if (text.length > 1) text_ascii(&text, ",");
    system_describe(system, &text);
    text_ascii(&text, "}");
  }
  text_ascii(&text, "]");
  return (struct answer){S_OK_HR, text_take(&text)};
}

static void append_memory(const struct system *system, struct text *text) {
  text_ascii(text, ",\"Memory\":{\"VirtualNodeCount\":1,\"VirtualMachineMemory\":{\"AvailableMemory\":0,"
                   "\"AvailableMemoryBuffer\":0,\"ReservedMemory\":0,\"AssignedMemory\":");
  text_number(text, system->memory_mib * PAGES_PER_MIB);
  text_ascii(text,
             ",\"SlpActive\":false,\"BalancingEnabled\":true,\"DmOperationInProgress\":false},"
             "\"VirtualNodes\":[{\"VirtualNodeIndex\":0,\"PhysicalNodeNumber\":0,\"VirtualProcessorCount\":2,"
             "\"MemoryUsageInPages\":");
  text_number(text, system->memory_mib * PAGES_PER_MIB);
  text_ascii(text, "}]}");
}

static void append_statistics(const struct system *system, struct text *text) {
  (void)system;
  text_ascii(
      text, ",\"Statistics\":{\"Timestamp\":\"2026-01-01T00:00:01Z\","
            "\"ContainerStartTime\":\"2026-01-01T00:00:00Z\",\"Uptime100ns\":10000000,"
            "\"Processor\":{\"TotalRuntime100ns\":5000000,\"RuntimeUser100ns\":0,\"RuntimeKernel100ns\":0}}");
}

static void append_last_handle(const struct system *system, struct text *text) {
  text_ascii(text, ",\"TerminateOnLastHandleClosed\":");
  text_ascii(text, system->ends_with_last_handle ? "true" : "false");
}

static void append_nothing(const struct system *system, struct text *text) {
  (void)system;
  (void)text;
}

/** The types of schema 2; those without an answer here add nothing to the base properties. */
static const struct {
  const char *type;
  void (*append)(const struct system *system, struct text *text);
} system_properties[] = {
    {"Basic", append_nothing},
    {"Memory", append_memory},
    {"Statistics", append_statistics},
    {"TerminateOnLastHandleClosed", append_last_handle},
    {"GuestMemory", append_nothing},
    {"ProcessList", append_nothing},
    {"SharedMemoryRegion", append_nothing},
    {"GuestConnection", append_nothing},
    {"ICHeartbeatStatus", append_nothing},
    {"ProcessorTopology", append_nothing},
    {"CpuGroup", append_nothing},
    {"SystemGUID", append_nothing},
    {"ContainerCredentialGuard", append_nothing},
};

static bool append_property(const struct system *system, struct json type, struct text *text) {
  char16_t *name = json_string(type);
  bool is_known = false;
  for (size_t i = 0; name != NULL && i < sizeof system_properties / sizeof *system_properties; i++) {
    if (!text_is(name, system_properties[i].type)) continue;
    is_known = true;
    if (system->state != STATE_STOPPED) system_properties[i].append(system, text);
  }
  free(name);
  return is_known;
}

struct answer perform_get_properties(const struct request *request) {
  struct json query;
  struct answer answer;
  const struct system *system = request->handle->system;
  if (!check_document(request->document, true, &query, &answer)) return answer;
  if (system == NULL) return failure(HCS_E_SYSTEM_NOT_FOUND, "GetProperties");
  struct text text = {0};
  system_describe(system, &text);
  const struct json types = json_member(query, "PropertyTypes");
  bool all_known = true;
  for (struct json type = {NULL}; json_exists(type = json_next(types, type));) {
    all_known = append_property(system, type, &text) && all_known;
  }
  text_ascii(&text, "}");
  answer = (struct answer){S_OK_HR, text_take(&text)};
  if (all_known) return answer;
  free(answer.document);
  return failure_of_member("$.PropertyTypes");
}

static void append_basic(struct text *text) {
  text_ascii(text, "{\"SupportedSchemaVersions\":[{\"Major\":1,\"Minor\":0},{\"Major\":2,\"Minor\":6}]}");
}

static void append_topology(struct text *text) {
  text_ascii(text, "{\"LogicalProcessorCount\":");
  text_number(text, LOGICAL_PROCESSORS);
  text_ascii(text, ",\"LogicalProcessors\":[");
  for (int i = 0; i < LOGICAL_PROCESSORS; i++) {
    text_ascii(text, i == 0 ? "{\"LpIndex\":" : ",{\"LpIndex\":");
    text_number(text, i);
    text_ascii(text, ",\"NodeNumber\":0,\"PackageId\":0,\"CoreId\":");
    text_number(text, i / 2);
    text_ascii(text, ",\"RootVpIndex\":");
    text_number(text, i);
    text_ascii(text, "}");
  }
  text_ascii(text, "]}");
}

static void append_qos(struct text *text) { text_ascii(text, "{\"ProcessorQoSSupported\":true}"); }

static const struct {
  const char *type;
  void (*append)(struct text *text);
} service_properties[] = {
    {"Basic", append_basic},
    {"ProcessorTopology", append_topology},
    {"CpuGroup", cpu_groups_describe},
    {"QoSCapabilities", append_qos},
};

static bool append_service_property(struct json type, struct text *text) {
  char16_t *name = json_string(type);
  bool is_known = false;
  for (size_t i = 0; name != NULL && i < sizeof service_properties / sizeof *service_properties; i++) {
    if (!text_is(name, service_properties[i].type)) continue;
    is_known = true;
    if (text->data[text->length - 1] != '[') text_ascii(text, ",");
    service_properties[i].append(text);
  }
  free(name);
  return is_known;
}

struct answer query_service(const char16_t *document) {
  struct json query;
  struct answer answer;
  if (!check_document(document, true, &query, &answer)) return answer;
  struct text text = {0};
  text_ascii(&text, "{\"Properties\":[");
  const struct json types = json_member(query, "PropertyTypes");
  bool all_known = true;
  for (struct json type = {NULL}; json_exists(type = json_next(types, type));) {
    all_known = append_service_property(type, &text) && all_known;
  }
  text_ascii(&text, "]}");
  answer = (struct answer){S_OK_HR, text_take(&text)};
  if (all_known) return answer;
  free(answer.document);
  return failure_of_member("$.PropertyTypes");
}
