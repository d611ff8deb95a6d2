"""The words of BPMN 2.0: element names, and what stands outside the executed subset with a plain reason."""

from __future__ import annotations

ELEMENTS = frozenset(
    """
    definitions import extension extensionElements documentation text relationship source target
    category categoryValue collaboration choreography globalChoreographyTask globalConversation conversation
    conversationLink conversationAssociation callConversation subConversation correlationKey correlationProperty
    correlationPropertyRetrievalExpression correlationPropertyBinding correlationPropertyRef correlationSubscription
    messagePath dataPath dataStore endPoint endPointRef error escalation
    globalTask globalUserTask globalManualTask globalScriptTask globalBusinessRuleTask
    interface interfaceRef operation operationRef inMessageRef outMessageRef errorRef itemDefinition message
    partnerEntity partnerRole participant participantRef participantAssociation participantMultiplicity
    innerParticipantRef outerParticipantRef innerConversationNodeRef outerConversationNodeRef choreographyRef
    messageFlow messageFlowRef messageFlowAssociation innerMessageFlowRef outerMessageFlowRef
    process auditing monitoring property supports supportedInterfaceRef laneSet lane childLaneSet flowNodeRef
    partitionElement resource resourceParameter resourceParameterBinding resourceRole resourceRef
    resourceAssignmentExpression performer humanPerformer potentialOwner expression formalExpression
    association group textAnnotation artifact categoryValueRef
    ioSpecification ioBinding dataInput dataOutput dataState inputSet outputSet dataInputRefs optionalInputRefs
    whileExecutingInputRefs dataOutputRefs optionalOutputRefs whileExecutingOutputRefs outputSetRefs inputSetRefs
    dataObject dataObjectReference dataStoreReference dataInputAssociation dataOutputAssociation
    sourceRef targetRef transformation assignment from to
    sequenceFlow conditionExpression incoming outgoing
    startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent implicitThrowEvent event
    eventDefinitionRef messageEventDefinition timerEventDefinition signalEventDefinition terminateEventDefinition
    escalationEventDefinition conditionalEventDefinition linkEventDefinition errorEventDefinition
    cancelEventDefinition compensateEventDefinition timeDate timeCycle timeDuration condition signal
    task userTask manualTask serviceTask sendTask receiveTask scriptTask businessRuleTask script rendering
    subProcess transaction adHocSubProcess callActivity completionCondition loopCondition
    multiInstanceLoopCharacteristics standardLoopCharacteristics loopCardinality loopDataInputRef loopDataOutputRef
    inputDataItem outputDataItem complexBehaviorDefinition
    exclusiveGateway inclusiveGateway parallelGateway eventBasedGateway complexGateway activationCondition
    choreographyTask callChoreography subChoreography initiatingParticipantRef
    oneBehaviorEventRef noneBehaviorEventRef
    """.split()
)

BOOLEANS = frozenset(
    "isExecutable isClosed isInterrupting cancelActivity isSequential triggeredByEvent isForCompensation "
    "isImmediate instantiate parallelMultiple isCollection testBefore waitForCompletion cancelRemainingInstances".split()
)

OUTSIDE_NODES = {
    "businessRuleTask": "business rule tasks are not executed here; use a user or service task",
    "transaction": "transactions are not executed here; use a sub-process",
    "adHocSubProcess": "ad-hoc sub-processes are not executed here; draw the order of the steps",
    "complexGateway": "complex gateways are not executed here; use inclusive and parallel gateways",
    "implicitThrowEvent": "implicit throw events are not executed here",
    "choreographyTask": "a process must not contain choreography activities",
    "callChoreography": "a process must not contain choreography activities",
    "subChoreography": "a process must not contain choreography activities",
}

OUTSIDE_EVENTS = {
    "escalation": "escalation events are not executed here; use a signal or a message",
    "conditional": "conditional events are not executed here; use a gateway or a message",
    "link": "link events are not executed here; draw the flow",
    "error": "error events are not executed here; use a gateway after the step",
    "cancel": "cancel events belong to transactions, which are not executed here",
    "compensate": "compensation is not executed here; draw the steps that undo the work",
}

# which of the executed triggers may stand at which event
TRIGGERS = {
    "startEvent": {"message", "timer", "signal"},
    "endEvent": {"message", "signal", "terminate"},
    "intermediateCatchEvent": {"message", "timer", "signal"},
    "intermediateThrowEvent": {"message", "signal"},
    "boundaryEvent": {"message", "timer", "signal"},
}
# which of the others the standard itself would allow there (outside the subset, but not a violation)
ELSEWHERE = {
    "startEvent": {"conditional"},
    "endEvent": {"escalation", "error", "cancel", "compensate"},
    "intermediateCatchEvent": {"conditional", "link"},
    "intermediateThrowEvent": {"escalation", "compensate", "link"},
    "boundaryEvent": {"escalation", "error", "cancel", "compensate", "conditional"},
}
