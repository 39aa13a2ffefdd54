// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "output.h"

#include "bench.h"
#include "clock.h"
#include "gate.h"
#include "rows.h"

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

// Bytes a second.
static double outputOf(Bench &bench, Subject &subject, qint64 bytes)
{
    qint64 received = 0;
    Gate gate;
    subject.setInFlight(1);
    const double begin = now();
    subject.startStreaming(
        {bench.path(u"gush"_s), QString::number(bytes)}, [&](qint64 count) { received += count; },
        [&](const QString &failure) {
            if (!failure.isEmpty())
                bench.fail(failure);
            else if (received != bytes)
                bench.fail(u"%1 of %2 bytes of output came"_s.arg(received).arg(bytes));
            gate.open();
        });
    gate.wait("output");
    return double(bytes) / (now() - begin) * 1e6;
}

void measureOutput(Bench &bench)
{
    const qint64 bytes = qint64(bench.options().quick ? 128 : 1024) << 20;
    bench.point(u"tiny"_s, [&] {
        for (const auto &[column, subject] : bench.subjects())
            bench.note(Rows::output(bytes), column, outputOf(bench, *subject, bytes));
    });
}

} // namespace Spawn::Benchmark
