// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobtest.h"

class JobEndingsTest : public JobTest
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
};

int main(int argc, char *argv[])
{
    return runJobTest<JobEndingsTest>(argc, argv);
}

#include "tst_jobendings.moc"
