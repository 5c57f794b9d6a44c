{{/* Names all resources, and is the label that selects the pods: two releases of one namespace do not meet. */}}
{{- define "nessie-cluster.name" -}}
{{- $name := contains .Chart.Name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name .Chart.Name) }}
{{- .Values.fullnameOverride | default $name | trunc 53 | trimSuffix "-" }}
{{- end }}

{{- define "nessie-cluster.labels" -}}
app.kubernetes.io/name: {{ include "nessie-cluster.name" . }}
{{- end }}

{{/* The release as it may be called in Kubernetes. */}}
{{- define "nessie-cluster.release" -}}
{{ .Values.release.basename | lower | replace "_" "-" }}
{{- end }}

{{- define "nessie-cluster.joins" -}}
{{- if has .Values.mode (list "advise" "form" "heal") }}true{{ end }}
{{- end }}

{{/* Whether the pods look each other up: those that join agree who of them acts. */}}
{{- define "nessie-cluster.self" -}}
{{- if or (include "nessie-cluster.joins" .) (not (or .Values.release.basename .Values.queries)) }}true{{ end }}
{{- end }}

{{- define "nessie-cluster.alone" -}}
{{- if not (or .Values.release.basename .Values.queries) }}true{{ end }}
{{- end }}

{{/* Absolute, with the dot at the end: one question for each record type, and not one for each search domain, too. */}}
{{- define "nessie-cluster.query" -}}
{{- $queries := list }}
{{- $domain := "$(POD_NAMESPACE).svc.cluster.local." }}
{{- with .Values.release.basename }}
{{- $queries = append $queries (printf "%s=%s-headless.%s" . (include "nessie-cluster.release" $) $domain) }}
{{- end }}
{{- $queries = concat $queries .Values.queries }}
{{- if include "nessie-cluster.self" . }}
{{- $own := printf "%s-headless.%s" (include "nessie-cluster.name" .) $domain }}
{{- $queries = append $queries (empty $queries | ternary $own (printf "nessie_cluster=%s" $own)) }}
{{- end }}
{{- join "," $queries }}
{{- end }}

{{- define "nessie-cluster.replicas" -}}
{{- if not (kindIs "invalid" .Values.replicas) }}{{ .Values.replicas }}
{{- else if include "nessie-cluster.alone" . }}3
{{- else if include "nessie-cluster.joins" . }}2
{{- else }}1
{{- end }}
{{- end }}

{{- define "nessie-cluster.image" -}}
{{- $tag := printf "%s%s" .Chart.AppVersion (eq .Values.image.variant "jvm" | ternary "-jvm" "") }}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default $tag) }}
{{- with .Values.image.digest }}@{{ . }}{{ end }}
{{- end }}

{{- define "nessie-cluster.resources" -}}
{{- $jvm := eq .Values.image.variant "jvm" }}
{{- with .Values.resources }}
{{- toYaml . }}
{{- else -}}
requests:
  cpu: 50m
  memory: {{ $jvm | ternary "256Mi" "80Mi" }}
limits:
  memory: {{ $jvm | ternary "512Mi" "256Mi" }}
{{- end }}
{{- end }}

{{/* What the chart sets itself, and the value that decides it: set twice, one of the two would be ignored in silence. */}}
{{- define "nessie-cluster.settings" -}}
{{- $instead := dict "NESSIE_CLUSTER_MESH_MODE" "mode" "NESSIE_CLUSTER_NAMES" "names" "NESSIE_CLUSTER_QUERY" "queries"
    "NESSIE_CLUSTER_COOKIE" "cookie.existingSecret" "NESSIE_CLUSTER_COOKIE_FILE" "cookie.existingSecret"
    "QUARKUS_SHUTDOWN_DELAY" "shutdown.delaySeconds" "QUARKUS_SHUTDOWN_TIMEOUT" "shutdown.timeoutSeconds" }}
{{- range $setting, $ := .Values.settings }}
{{- with get $instead $setting }}
{{- fail (printf "settings.%s: set the value %s instead" $setting .) }}
{{- end }}
{{- end }}
{{- toYaml (set (deepCopy .Values.settings) "NESSIE_CLUSTER_MESH_MODE" .Values.mode) }}
{{- end }}

{{/* With a hash as kustomize makes it: changed settings roll the pods, which read them at their start only. */}}
{{- define "nessie-cluster.settingsName" -}}
{{- $content := dict "kind" "ConfigMap" "name" "" "data" (include "nessie-cluster.settings" . | fromYaml) | toJson }}
{{- $hash := $content | sha256sum | trunc 10 }}
{{- range $digit, $letter := dict "0" "g" "1" "h" "3" "k" "a" "m" "e" "t" }}
{{- $hash = replace $digit $letter $hash }}
{{- end }}
{{- printf "%s-settings-%s" (include "nessie-cluster.name" .) $hash }}
{{- end }}
