// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "allocatedmemory.h"

#include <QtCore/QByteArray>
#include <QtCore/QXmlStreamReader>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <malloc.h>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

double allocatedMemory()
{
    return NAN;
}

#else

static QByteArray mallocInfo()
{
    char *text = nullptr;
    size_t size = 0;
    FILE *const stream = open_memstream(&text, &size);
    if (!stream)
        return {};
    malloc_info(0, stream);
    fclose(stream);
    const QByteArray xml(text, qsizetype(size));
    free(text);
    return xml;
}

double allocatedMemory()
{
    QXmlStreamReader xml(mallocInfo());
    if (!xml.readNextStartElement())
        return NAN;
    double bytes = 0;
    while (xml.readNextStartElement()) {
        const auto type = xml.attributes().value(u"type"_s);
        const double size = xml.attributes().value(u"size"_s).toDouble();
        if (xml.name() == u"system"_s && type == u"current"_s)
            bytes += size;
        else if (xml.name() == u"total"_s && type == u"mmap"_s)
            bytes += size;
        else if (xml.name() == u"total"_s) // free: fast and rest
            bytes -= size;
        xml.skipCurrentElement();
    }
    return bytes;
}

#endif

} // namespace Spawn::Benchmark
