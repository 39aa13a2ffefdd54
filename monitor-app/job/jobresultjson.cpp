// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/jobresultjson.h"

#include "enumeratorname.h"
#include "models/outcometext.h"

namespace Spawn {

static QJsonValue defined(const QJsonValue &value)
{
    return value.isUndefined() ? QJsonValue() : value;
}

static double inMilliseconds(std::chrono::microseconds duration)
{
    return double(duration.count()) / 1000;
}

QJsonObject jobResultJson(const JobResult &result)
{
    const QJsonValue null;
    return {
        {QStringLiteral("error"),
         result.isSuccess() ? null : QJsonValue(enumeratorName(result.error))},
        {QStringLiteral("text"), result.isSuccess() ? null : QJsonValue(result.errorString())},
        {QStringLiteral("value"), defined(result.value)},
        {QStringLiteral("errorValue"), defined(result.errorValue)},
        {QStringLiteral("exitCode"), result.exitCode >= 0 ? QJsonValue(result.exitCode) : null},
        {QStringLiteral("signal"),
         result.signalNumber != 0 ? QJsonValue(signalText(result.signalNumber)) : null},
        {QStringLiteral("processId"), result.processId != 0 ? QJsonValue(result.processId) : null},
        {QStringLiteral("queuedMs"), inMilliseconds(result.queued)},
        {QStringLiteral("elapsedMs"), inMilliseconds(result.elapsed)},
        {QStringLiteral("attempts"), result.attempts},
    };
}

} // namespace Spawn
