// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <jobs/jobplugin.h>

#include <QtCore/QJsonObject>
#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <cstdlib>
#include <stdexcept>

using namespace Spawn;
using namespace Qt::StringLiterals;

// Answers with the payload, but for texts that are things to do: "fail", "throw", "crash", "later",
// "count" (the jobs of this instance).
class TestPlugin final : public QObject, public JobPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID SpawnJobPlugin_iid)
    Q_INTERFACES(Spawn::JobPlugin)
public:
    void run(const QJsonValue &payload, JobContext &job) override
    {
        ++m_count;
        if (payload == "fail"_L1) {
            job.fail(QJsonObject{{"message"_L1, u"failed on purpose"_s}, {"code"_L1, 5}});
        } else if (payload == "throw"_L1) {
            throw std::runtime_error("thrown on purpose");
        } else if (payload == "crash"_L1) {
            abort();
        } else if (payload == "later"_L1) {
            job.progress(0.5);
            QTimer::singleShot(1, &job, [&job] { job.finish(u"later"_s); });
        } else if (payload == "count"_L1) {
            job.finish(m_count);
        } else {
            job.finish(payload);
        }
    }

private:
    int m_count = 0;
};

#include "testplugin.moc"
