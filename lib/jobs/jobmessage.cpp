// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobmessage.h"

#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;

// Exact up to 2^53, as in every JSON.
static QJsonValue toNumber(quint64 number)
{
    return static_cast<qint64>(number);
}

static quint64 fromNumber(const QJsonValue &value)
{
    return static_cast<quint64>(qMax<qint64>(value.toInteger(), 0));
}

QJsonObject toJson(const JobRequest &request)
{
    QJsonObject json{
        {"run"_L1, toNumber(request.run)},
        {"job"_L1, toNumber(request.job)},
        {"attempt"_L1, request.attempt},
        {"script"_L1, request.script},
        {"payload"_L1, request.payload.isUndefined() ? QJsonValue() : request.payload},
    };
    if (!request.inlineSource.isNull())
        json.insert("inlineSource"_L1, request.inlineSource);
    if (!request.preloads.isEmpty()) {
        QJsonObject preloads;
        for (auto it = request.preloads.begin(); it != request.preloads.end(); ++it)
            preloads.insert(it.key(), it.value());
        json.insert("preloads"_L1, preloads);
    }
    return json;
}

std::optional<JobRequest> toJobRequest(const QJsonValue &message)
{
    const QJsonObject json = message.toObject();
    JobRequest request;
    request.run = fromNumber(json.value("run"_L1));
    request.job = fromNumber(json.value("job"_L1));
    request.attempt = json.value("attempt"_L1).toInt(1);
    request.script = json.value("script"_L1).toString();
    request.payload = json.value("payload"_L1);
    if (const QJsonValue source = json.value("inlineSource"_L1); source.isString())
        request.inlineSource = source.toString();
    const QJsonObject preloads = json.value("preloads"_L1).toObject();
    for (auto it = preloads.begin(); it != preloads.end(); ++it)
        request.preloads.insert(it.key(), it.value().toString());
    if (request.run == 0)
        return {};
    return request;
}

static constexpr std::pair<JobAnswer::Kind, QLatin1StringView> Keys[] = {
    {JobAnswer::Kind::Done, QLatin1StringView("done")},
    {JobAnswer::Kind::Progress, QLatin1StringView("progress")},
    {JobAnswer::Kind::Failed, QLatin1StringView("failed")},
    {JobAnswer::Kind::Ready, QLatin1StringView("ready")},
};

QJsonObject toJson(const JobAnswer &answer)
{
    QJsonObject json;
    for (const auto &[kind, key] : Keys) {
        if (kind == answer.kind)
            json.insert(key, toNumber(answer.run));
    }
    if (!answer.value.isUndefined())
        json.insert("value"_L1, answer.value);
    return json;
}

JobAnswer toJobAnswer(const QJsonValue &message)
{
    const QJsonObject json = message.toObject();
    for (const auto &[kind, key] : Keys) {
        if (const QJsonValue run = json.value(key); run.isDouble())
            return {kind, fromNumber(run), json.value("value"_L1)};
    }
    return {};
}

} // namespace Spawn
