// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/jsonline.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <algorithm>

namespace Spawn {

// Most messages are text without anything to escape, and need no document.
static bool isPlain(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
    });
}

static QByteArray plainString(const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    if (!isPlain(utf8))
        return {};
    QByteArray quoted;
    quoted.reserve(utf8.size() + 3); // and a newline
    quoted += '"';
    quoted += utf8;
    quoted += '"';
    return quoted;
}

QByteArray toCompactJson(const QJsonValue &value)
{
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    if (value.isArray())
        return QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact);
    if (value.isString()) {
        if (QByteArray plain = plainString(value.toString()); !plain.isEmpty())
            return plain;
    }
    QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    wrapped.chop(1);
    wrapped.remove(0, 1);
    return wrapped;
}

QByteArray toJsonLine(const QJsonValue &value)
{
    QByteArray line = toCompactJson(value);
    line += '\n';
    return line;
}

static std::optional<QJsonValue> parse(const QByteArray &json)
{
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        return std::nullopt;
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

std::optional<QJsonValue> fromJsonLine(QByteArrayView line)
{
    line = line.trimmed();
    if (line.isEmpty())
        return std::nullopt;
    if (line.front() == '{' || line.front() == '[')
        return parse(QByteArray::fromRawData(line.data(), line.size()));
    if (line.size() >= 2 && line.front() == '"' && line.back() == '"') {
        const QByteArrayView text = line.sliced(1, line.size() - 2);
        if (isPlain(text) && text.isValidUtf8())
            return QJsonValue(QString::fromUtf8(text));
    }
    QByteArray wrapped;
    wrapped.reserve(line.size() + 2);
    wrapped += '[';
    wrapped += line;
    wrapped += ']';
    const std::optional<QJsonValue> array = parse(wrapped);
    if (!array || array->toArray().size() != 1)
        return std::nullopt;
    return array->toArray().at(0);
}

} // namespace Spawn
