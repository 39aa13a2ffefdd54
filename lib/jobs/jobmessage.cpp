// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobmessage.h"

#include "workers/jsonline.h"

#include <QtCore/QJsonObject>

#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;

// Exact up to 2^53, as in every JSON.
static quint64 fromNumber(const QJsonValue &value)
{
    return static_cast<quint64>(qMax<qint64>(value.toInteger(), 0));
}

QByteArray toLine(const JobRequest &request)
{
    QByteArray line;
    line.reserve(128);
    line += "{\"run\":" + QByteArray::number(request.run);
    line += ",\"job\":" + QByteArray::number(request.job);
    line += ",\"attempt\":" + QByteArray::number(request.attempt);
    line += ",\"script\":" + toCompactJson(request.script);
    if (!request.inlineSource.isNull())
        line += ",\"inlineSource\":" + toCompactJson(request.inlineSource);
    if (!request.preloads.isEmpty()) {
        QJsonObject preloads;
        for (auto it = request.preloads.begin(); it != request.preloads.end(); ++it)
            preloads.insert(it.key(), it.value());
        line += ",\"preloads\":" + toCompactJson(preloads);
    }
    line += ",\"payload\":" + toCompactJson(request.payload) + "}\n";
    return line;
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

QByteArray toForgetLine(quint64 run)
{
    return "{\"forget\":" + QByteArray::number(run) + "}\n";
}

quint64 toForgottenRun(const QJsonValue &message)
{
    return fromNumber(message["forget"_L1]);
}

static constexpr std::pair<JobAnswer::Kind, QLatin1StringView> Keys[] = {
    {JobAnswer::Kind::Done, QLatin1StringView("done")},
    {JobAnswer::Kind::Progress, QLatin1StringView("progress")},
    {JobAnswer::Kind::Failed, QLatin1StringView("failed")},
    {JobAnswer::Kind::Ready, QLatin1StringView("ready")},
    {JobAnswer::Kind::Forgotten, QLatin1StringView("forgotten")},
};

QByteArray toLine(const JobAnswer &answer)
{
    QByteArray line;
    for (const auto &[kind, key] : Keys) {
        if (kind == answer.kind)
            line += "{\"" + QByteArray(key.data(), key.size()) + "\":";
    }
    line += QByteArray::number(answer.run);
    if (answer.ahead > 0)
        line += ",\"ahead\":" + QByteArray::number(answer.ahead);
    if (!answer.value.isUndefined())
        line += ",\"value\":" + toCompactJson(answer.value);
    line += "}\n";
    return line;
}

JobAnswer toJobAnswer(const QJsonValue &message)
{
    const QJsonObject json = message.toObject();
    for (const auto &[kind, key] : Keys) {
        if (const QJsonValue run = json.value(key); run.isDouble())
            return {kind, fromNumber(run), json.value("value"_L1), json.value("ahead"_L1).toInt()};
    }
    return {};
}

} // namespace Spawn
