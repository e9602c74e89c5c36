#!/usr/bin/env bash
# The exercise's example, command by command. scripts/usage.sh runs it in a directory that contains
# the two programs and the directories test, test1 and test2. The argument is the time of the schedules.
at=$1
echo "--> Create 3 new schedules"
./backup_manager create "test;$at;backup_test"
./backup_manager create "test1;$at;personal_data"
./backup_manager create "test2;$at;office_docs"
echo "--> Try to add a malformed schedule"
./backup_manager create "test;"
echo "--> Instruction list"
./backup_manager list
./backup_manager start
./backup_manager stop
echo "--> Instruction backups"
./backup_manager backups
echo "--> Content of the directory"
ls
echo "--> cat on ./logs/backup_manager.log"
cat ./logs/backup_manager.log
echo "--> cat on ./logs/backup_service.log"
cat ./logs/backup_service.log
echo "--> Content of ./backups"
ls ./backups
