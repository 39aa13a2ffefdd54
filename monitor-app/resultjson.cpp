// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resultjson.h"

#include "enumeratorname.h"
#include "models/outcometext.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QStringDecoder>

namespace Spawn {

static QString stateName(CommandResult::Error error)
{
    return error == CommandResult::Error::NoError ? QStringLiteral("succeeded")
                                                  : enumeratorName(error);
}

static double milliseconds(std::chrono::microseconds duration)
{
    return double(duration.count()) / 1000;
}

static bool isUtf8(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    return !decoder.hasError() && !text.contains(QChar::ReplacementCharacter);
}

static QString base64(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

static void insertBytes(QJsonObject *object, const QString &key, const QByteArray &bytes)
{
    if (isUtf8(bytes))
        object->insert(key, QString::fromUtf8(bytes));
    else
        object->insert(key + QLatin1String("Base64"), base64(bytes));
}

static void insertArguments(QJsonObject *object, const QList<QByteArray> &argv)
{
    QJsonArray readable;
    QJsonArray exact;
    bool isExact = true;
    for (const QByteArray &word : argv) {
        readable.append(QString::fromUtf8(word));
        exact.append(base64(word));
        isExact = isExact && isUtf8(word);
    }
    object->insert(QStringLiteral("argv"), readable);
    if (!isExact)
        object->insert(QStringLiteral("argvBase64"), exact);
}

static QByteArray lineOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QByteArray outcomeJson(const CommandOutcome &outcome, bool withOutput)
{
    const CommandResult &result = outcome.result;
    const QJsonValue null;
    QJsonObject object{
        {QStringLiteral("id"), qint64(outcome.id)},
        {QStringLiteral("line"), outcome.line},
        {QStringLiteral("state"), stateName(result.error)},
        {QStringLiteral("exitCode"), result.exitCode >= 0 ? QJsonValue(result.exitCode) : null},
        {QStringLiteral("signal"),
         result.signalNumber != 0 ? QJsonValue(signalText(result.signalNumber)) : null},
        {QStringLiteral("error"), result.isSuccess() ? null : QJsonValue(result.errorString())},
        {QStringLiteral("stage"),
         result.stage != CommandResult::Stage::None ? QJsonValue(enumeratorName(result.stage))
                                                    : null},
        {QStringLiteral("errno"), result.systemError != 0 ? QJsonValue(result.systemError) : null},
        {QStringLiteral("processId"), result.processId != 0 ? QJsonValue(result.processId) : null},
        {QStringLiteral("queuedMs"), milliseconds(result.queued)},
        {QStringLiteral("elapsedMs"), milliseconds(result.elapsed)},
        {QStringLiteral("userMs"), milliseconds(result.usage.userTime)},
        {QStringLiteral("systemMs"), milliseconds(result.usage.systemTime)},
        {QStringLiteral("peakMemory"), result.usage.peakMemory},
    };
    insertArguments(&object, outcome.argv);
    if (withOutput) {
        insertBytes(&object, QStringLiteral("standardOutput"), result.standardOutput);
        insertBytes(&object, QStringLiteral("standardError"), result.standardError);
        object.insert(QStringLiteral("standardOutputTruncated"), result.standardOutputTruncated);
        object.insert(QStringLiteral("standardErrorTruncated"), result.standardErrorTruncated);
    } else if (!result.isSuccess()) {
        insertBytes(&object, QStringLiteral("standardErrorTail"), outcome.errorTail);
    }
    return lineOf(object);
}

QByteArray summaryJson(const RunSummary &summary)
{
    const QJsonValue null;
    return lineOf(
        {{QStringLiteral("summary"),
          QJsonObject{
              {QStringLiteral("total"), summary.counts.total},
              {QStringLiteral("succeeded"), summary.counts.succeeded},
              {QStringLiteral("failed"), summary.counts.failed},
              {QStringLiteral("elapsedMs"), milliseconds(summary.elapsed)},
              {QStringLiteral("helperError"),
               summary.helperError.isEmpty() ? null : QJsonValue(summary.helperError)},
              {QStringLiteral("interrupted"),
               summary.interruptSignal != 0 ? QJsonValue(signalText(summary.interruptSignal))
                                            : null},
          }}});
}

} // namespace Spawn
