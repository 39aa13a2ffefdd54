// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/payload.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QStringDecoder>

namespace Spawn {

// Qt says where it gave up, which is a character or two behind what is wrong. Its words are left
// out: of "hello" it says that it is an illegal number.
static QString placeOf(const QByteArray &text, qsizetype offset)
{
    if (offset >= text.size())
        return QStringLiteral("at its end");
    const QByteArray before = text.left(offset);
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    const QString place = QStringLiteral("near character %1")
                              .arg(QString::fromUtf8(before.mid(lineStart)).size() + 1);
    if (!text.trimmed().contains('\n'))
        return place;
    return place + QStringLiteral(" of line %1").arg(before.count('\n') + 1);
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
    if (error.error == QJsonParseError::NoError)
        return {{}, QStringLiteral("is more than one value of JSON")};
    return {{}, QStringLiteral("is no JSON: it goes wrong ") + placeOf(text, error.offset - 1)};
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
