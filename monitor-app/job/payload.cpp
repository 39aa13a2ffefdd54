// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/payload.h"

#include "job/jsonfault.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QStringDecoder>

namespace Spawn {

static constexpr qsizetype LongestExcerpt = 30;

static QString placeOf(const QByteArray &text, qsizetype offset)
{
    if (offset == text.size())
        return QStringLiteral("its end");
    const QByteArray before = text.left(offset);
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    const QString place
        = QStringLiteral("character %1").arg(QString::fromUtf8(before.mid(lineStart)).size() + 1);
    if (!text.trimmed().contains('\n'))
        return place;
    return place + QStringLiteral(" of line %1").arg(before.count('\n') + 1);
}

static QString faultText(const QByteArray &text, const JsonFault &fault)
{
    const QString said = QStringLiteral("is no JSON: expected %1 at %2")
                             .arg(fault.expected, placeOf(text, fault.offset));
    if (fault.offset == text.size())
        return said;
    const QString found = QString::fromUtf8(text.mid(fault.offset)).section(u'\n', 0, 0);
    return said + QStringLiteral(", not ")
        + (found.size() > LongestExcerpt ? found.left(LongestExcerpt) + u'…' : found);
}

Payload payloadOfJson(const QByteArray &text)
{
    // QJsonDocument knows lists and objects only, so each value is made a list of one.
    QJsonParseError error;
    const QJsonArray list = QJsonDocument::fromJson('[' + text + ']', &error).array();
    if (error.error == QJsonParseError::NoError && list.size() == 1)
        return {list.first(), {}};
    if (text.trimmed().isEmpty())
        return {{}, QStringLiteral("is no JSON: it is empty")};
    if (const std::optional<JsonFault> fault = findJsonFault(text))
        return {{}, faultText(text, *fault)};
    return {{}, QStringLiteral("is no JSON: ") + error.errorString()};
}

Payload payloadOfText(const QByteArray &text)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString string = decoder(text);
    if (decoder.hasError())
        return {{}, QStringLiteral("is no UTF-8")};
    return {string, {}};
}

} // namespace Spawn
