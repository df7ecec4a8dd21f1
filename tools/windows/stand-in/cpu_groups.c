#include "cpu_groups.h"

#include <stdlib.h>

#include "failures.h"
#include "hresults.h"
#include "json.h"

struct cpu_group {
  struct cpu_group *next;
  char16_t *id;
  char16_t *processors; // JSON array
  int64_t processor_count;
  int64_t property_code; // 0: no property was set
  int64_t property_value;
};

static struct cpu_group *groups;

static struct cpu_group **find(const char16_t *id) {
  struct cpu_group **link = &groups;
  while (*link != NULL && !text_equals_folded((*link)->id, id))
    link = &(*link)->next;
  return link;
}

static void unlink_group(struct cpu_group **link) {
  struct cpu_group *group = *link;
  *link = group->next;
  free(group->id);
  free(group->processors);
  free(group);
}

void cpu_groups_forget(void) {
  while (groups != NULL)
    unlink_group(&groups);
}

static void describe(const struct cpu_group *group, struct text *text) {
  text_ascii(text, "{\"GroupId\":");
  text_quoted(text, group->id);
  text_ascii(text, ",\"Affinity\":{\"LogicalProcessorCount\":");
  text_number(text, group->processor_count);
  text_ascii(text, ",\"LogicalProcessors\":");
  text_append(text, group->processors, text_length(group->processors));
  text_ascii(text, "},\"GroupProperties\":[");
  if (group->property_code != 0) {
    text_ascii(text, "{\"PropertyCode\":");
    text_number(text, group->property_code);
    text_ascii(text, ",\"PropertyValue\":");
    text_number(text, group->property_value);
    text_ascii(text, "}");
  }
  text_ascii(text, "],\"HypervisorGroupId\":1}");
}

void cpu_groups_describe(struct text *text) {
  text_ascii(text, "{\"CpuGroups\":[");
  for (const struct cpu_group *group = groups; group != NULL; group = group->next) {
    if (group != groups) text_ascii(text, ",");
    describe(group, text);
  }
  text_ascii(text, "]}");
}

static int32_t create(const char16_t *id, struct json details) {
  if (*find(id) != NULL) return HR_ALREADY_EXISTS;
  struct text processors = {0};
  const struct json given = json_member(details, "LogicalProcessors");
  if (json_exists(given)) {
    json_append(&processors, given);
  } else {
    text_ascii(&processors, "[]");
  }
  struct cpu_group *group = need(sizeof *group);
  *group = (struct cpu_group){
      .id = text_copy(id),
      .processors = text_take(&processors),
      .processor_count = json_integer(json_member(details, "LogicalProcessorCount"), 0),
  };
  *find(id) = group;
  return S_OK_HR;
}

static int32_t set_property(struct cpu_group *group, struct json details) {
  group->property_code = json_integer(json_member(details, "PropertyCode"), 0);
  group->property_value = json_integer(json_member(details, "PropertyValue"), 0);
  return S_OK_HR;
}

static int32_t modify(const char16_t *operation, const char16_t *id, struct json details) {
  if (text_is(operation, "CreateGroup")) return create(id, details);
  struct cpu_group **link = find(id);
  if (*link == NULL) return HR_NOT_FOUND;
  if (text_is(operation, "SetProperty")) return set_property(*link, details);
  if (!text_is(operation, "DeleteGroup")) return E_INVALIDARG_HR;
  unlink_group(link);
  return S_OK_HR;
}

struct answer cpu_groups_modify(const char16_t *document) {
  struct json request;
  struct answer answer;
  if (!check_document(document, false, &request, &answer)) return answer;
  const struct json settings = json_member(request, "Settings");
  const struct json details = json_member(settings, "OperationDetails");
  char16_t *type = json_string(json_member(request, "PropertyType"));
  char16_t *operation = json_string(json_member(settings, "Operation"));
  char16_t *id = json_string(json_member(details, "GroupId"));
  int32_t result = E_INVALIDARG_HR;
  if (type != NULL && text_is(type, "CpuGroup") && operation != NULL && id != NULL) {
    result = modify(operation, id, details);
  }
  free(type);
  free(operation);
  free(id);
  return result < 0 ? failure(result, "ModifyServiceSettings") : (struct answer){S_OK_HR, NULL};
}
